namespace LbController.Protocols.Ndp;

/// <summary>The question that the responder asks for each solicitation; implemented by a struct, so that asking costs no allocation.</summary>
public interface IAnsweredTargets
{
    bool Answers(UInt128 target);
}
