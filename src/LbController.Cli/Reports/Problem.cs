namespace LbController.Cli.Reports;

/// <summary>Something that does not work, or will not.</summary>
/// <param name="Object">Kind and name.</param>
/// <param name="Reason">One word.</param>
/// <param name="Message">What is wrong, and the mend.</param>
internal sealed record Problem(string Object, string Reason, string Message);
