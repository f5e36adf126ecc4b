namespace LbController.Protocols.Arp;

/// <summary>The question that the responder asks for each request; implemented by a struct, so that asking costs no allocation.</summary>
public interface IAnsweredAddresses
{
    bool Answers(uint ip);
}
