using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.ApiServer.Resources;

namespace LbController.Lab.ApiServer.Tables;

/// <summary>Objects as meta.k8s.io/v1 Table, the form that kubectl get prints.</summary>
internal sealed class TableWriter(ResourceType type, string? includeObject)
{
    private readonly IReadOnlyList<TableColumn> columns = type.Columns.Count > 0 ? type.Columns : BuiltInColumns.AgeAlone;

    public JsonObject Write(IEnumerable<JsonObject> objects, JsonObject listMetadata) => new()
    {
        ["kind"] = "Table",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = listMetadata,
        ["columnDefinitions"] = Definitions(),
        ["rows"] = new JsonArray([.. objects.Select(Row)]),
    };

    private JsonArray Definitions()
    {
        // Events lead with their age; all others lead with their name.
        var definitions = columns.Select(column => Definition(column.Name, column.Type, column.Format, column.Description, column.Priority));
        return new JsonArray([Definition("Name", "string", "name", "Name of the object, unique in its namespace.", NamePriority), .. definitions]);
    }

    private int NamePriority => type.Kind is "Event" ? 1 : 0;

    private static JsonObject Definition(string name, string kind, string format, string description, int priority) => new()
    {
        ["name"] = name,
        ["type"] = kind,
        ["format"] = format,
        ["description"] = description,
        ["priority"] = priority,
    };

    private JsonObject Row(JsonObject item)
    {
        var cells = columns.Select(column => column.Cell(item)?.DeepClone());
        var row = new JsonObject { ["cells"] = new JsonArray([JsonValue.Create(item.Text("metadata", "name")), .. cells]) };
        switch (includeObject)
        {
            case "None":
                break;
            case "Object":
                row["object"] = item.DeepClone();
                break;
            default:
                row["object"] = PartialMetadata.Of(item);
                break;
        }
        return row;
    }
}
