using System.CommandLine;

namespace LbController.Host.Options;

/// <summary>A flag that is taken and passed over, with or without a value.</summary>
internal sealed class ForeignFlag : Option<string?>
{
    public ForeignFlag(string name)
        : base(name)
    {
        Arity = ArgumentArity.ZeroOrOne;
        Hidden = true;
    }
}
