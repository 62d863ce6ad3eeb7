namespace Crm.Headless.Server.Security;

/// <summary>Who acts in this scope of services: the system, unless whoever opened the scope said otherwise.</summary>
internal sealed class Actor : IActor
{
    public CrmPrincipal Principal { get; private set; } = CrmPrincipal.System();

    /// <summary>The name as it stands in events and audit.</summary>
    public string Client => Principal.Name;

    /// <summary>The person behind the client, where it is one that the system knows.</summary>
    public Guid? UserId => Principal.UserId;

    public Guid? ContactId => Principal.ContactId;

    public IReadOnlyList<Guid>? Units => Principal.Kind == PrincipalKind.Member ? [] : Principal.Units;

    /// <summary>The root field of the mutation that runs now; null when none does.</summary>
    public string? Operation { get; set; }

    /// <summary>Whether the principal was granted this scope.</summary>
    public bool Has(string scope) => Principal.Access.Has(scope);

    /// <summary>Said once, by whoever opens the scope of a request.</summary>
    public void Become(CrmPrincipal principal) => Principal = principal;

    string IActor.Name => Principal.Name;
}
