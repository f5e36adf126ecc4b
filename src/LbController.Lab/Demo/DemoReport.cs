using System.Text.Json;
using System.Text.Json.Nodes;

namespace LbController.Lab.Demo;

/// <summary>What the demonstration has seen, as JSON; its keys only grow.</summary>
internal sealed class DemoReport
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly JsonObject report = new() { ["pool"] = null, ["services"] = new JsonArray(), ["l2"] = new JsonObject(), ["bgp"] = new JsonObject(), ["ok"] = false };

    public JsonObject L2 => report["l2"]!.AsObject();

    public JsonObject Bgp => report["bgp"]!.AsObject();

    public void Pool(string name) => report["pool"] = name;

    public void Service(string name, string address, TimeSpan allocated, string mode) =>
        report["services"]!.AsArray().Add(new JsonObject { ["name"] = name, ["ip"] = address, ["allocatedMs"] = Milliseconds(allocated), ["mode"] = mode });

    public void Succeed() => report["ok"] = true;

    public void Fail(string error) => report["error"] = error;

    public static int Milliseconds(TimeSpan time) => (int)Math.Round(time.TotalMilliseconds);

    public override string ToString() => report.ToJsonString(Indented) + "\n";
}
