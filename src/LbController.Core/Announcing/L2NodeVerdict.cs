using LbController.Core.Election;

namespace LbController.Core.Announcing;

/// <summary>Why a node may or may not announce an address in L2 mode.</summary>
public readonly record struct L2NodeVerdict(string Node, NodeVerdict Verdict);
