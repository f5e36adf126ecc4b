using LbController.Engine.Admission;
using LbController.Engine.Facts;

namespace LbController.Host.Webhook;

/// <summary>Keeps the cluster in view for the webhook, whose questions come on many threads.</summary>
internal sealed class ConfigWatch(string @namespace, string? loadBalancerClass = null, bool sharingNeedsConsent = false)
{
    private readonly Lock gate = new();
    private readonly ConfigAdmission admission = new(@namespace, loadBalancerClass, sharingNeedsConsent);
    private readonly TaskCompletionSource inSync = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completed when all that is there has been read: upon a part of it nothing can be judged.</summary>
    public Task InSync => inSync.Task;

    public void Follow(Fact fact)
    {
        lock (gate)
        {
            admission.Fold(fact);
        }

        if (fact is Fact.InSync)
        {
            inSync.TrySetResult();
        }
    }

    /// <summary>Judges outside the gate: what comes in meanwhile is not held up.</summary>
    public AdmissionVerdict Judge(AdmissionQuestion question)
    {
        Func<AdmissionQuestion, AdmissionVerdict> judge;
        lock (gate)
        {
            judge = admission.Freeze();
        }

        return judge(question);
    }
}
