using LbController.Core.Snapshot;

namespace LbController.Core.Config;

/// <summary>A Community object: aliases (name to value) that advertisements may use.</summary>
public sealed record CommunitySpec(ObjectKey Key, ValueArray<KeyValuePair<string, string>> Aliases) : ConfigObject(Key);
