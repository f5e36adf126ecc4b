namespace LbController.Kubernetes.Reviewing;

/// <summary>What the API server says about a caller.</summary>
public enum AccessVerdict
{
    /// <summary>It may.</summary>
    Allowed,

    /// <summary>The token is missing, wrong or expired.</summary>
    Unauthenticated,

    /// <summary>The caller is known and may not.</summary>
    Forbidden,

    /// <summary>The API server could not be asked, or did not let us ask.</summary>
    Unknown,
}
