using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.ApiServer.Resources;
using LbController.Lab.ApiServer.Tables;

namespace LbController.Lab.ApiServer.Crds;

/// <summary>A CustomResourceDefinition as rows of the catalog, one a served version.</summary>
internal static class CrdResources
{
    public static IReadOnlyList<ResourceType> ServedBy(JsonObject crd) =>
        [.. crd.Objects("spec", "versions").Where(version => version.Bool("served") is true).Select(version => Row(crd, version))];

    private static ResourceType Row(JsonObject crd, JsonObject version)
    {
        var names = crd.Object("spec", "names");
        var kind = names.Text("kind") ?? string.Empty;
        return new ResourceType(
            crd.Text("spec", "group") ?? string.Empty,
            version.Text("name") ?? string.Empty,
            names.Text("plural") ?? string.Empty,
            kind,
            crd.Text("spec", "scope") is "Namespaced")
        {
            Singular = names.Text("singular") ?? kind.ToLowerInvariant(),
            ListKind = names.Text("listKind") ?? kind + "List",
            ShortNames = [.. names.Texts("shortNames")],
            Categories = [.. names.Texts("categories")],
            HasStatus = version.Object("subresources", "status") is not null,
            HasGeneration = true,
            IsCustom = true,
            IsStorageVersion = version.Bool("storage") is true,
            DeprecationWarning = Deprecation(crd, version, kind),
            Schema = version.Object("schema", "openAPIV3Schema"),
            Columns = [.. PrinterColumns(version)],
            SelectableFields = [.. version.Objects("selectableFields").Select(field => field.Text("jsonPath")?.TrimStart('.')).OfType<string>()],
        };
    }

    private static string? Deprecation(JsonObject crd, JsonObject version, string kind) => version.Bool("deprecated") is not true
        ? null
        : version.Text("deprecationWarning") ?? $"{crd.Text("spec", "group")}/{version.Text("name")} {kind} is deprecated";

    private static IEnumerable<TableColumn> PrinterColumns(JsonObject version)
    {
        var declared = version.Objects("additionalPrinterColumns").ToList();
        return declared.Count == 0 ? BuiltInColumns.AgeAlone : declared.Select(PrinterColumn);
    }

    private static TableColumn PrinterColumn(JsonObject column)
    {
        var path = JsonPath.Parse(column.Text("jsonPath") ?? string.Empty);
        var type = column.Text("type") ?? "string";
        return new TableColumn(
            column.Text("name") ?? string.Empty,
            type is "date" ? "string" : type,
            (int)(column.Number("priority") ?? 0),
            item => Cell(path.First(item), type))
        {
            Format = column.Text("format") ?? string.Empty,
            Description = column.Text("description") ?? string.Empty,
        };
    }

    private static JsonNode? Cell(JsonNode? found, string type) => type switch
    {
        "date" => JsonValue.Create(Ages.Since(found.AsText())),
        "string" when found is JsonObject or JsonArray => JsonValue.Create(found.ToJsonString()),
        "string" => JsonValue.Create(found.Scalar()),
        _ => found,
    };
}
