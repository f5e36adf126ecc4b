namespace LbController.Core.Reasons;

/// <summary>Why a decision is as it is.</summary>
/// <param name="Code">For machines; also a metrics label.</param>
/// <param name="Message">For people: one clause that names the objects and values concerned, and the mend where there is one.</param>
public sealed record Reason(ReasonCode Code, string Message)
{
    /// <summary>Another Service holds what is asked for; that may end without an edit of this Service or of the pools.</summary>
    public bool IsOthersHold => Code is ReasonCode.AddressInUse or ReasonCode.SharingBackendDiffers or ReasonCode.SharingNotConsented or ReasonCode.SharingPortTaken;

    public override string ToString() => $"{Code}: {Message}";
}
