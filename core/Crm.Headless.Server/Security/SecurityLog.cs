using Crm.Headless.Server.Security.Audit;

namespace Crm.Headless.Server.Security;

/// <summary>What the audit wants to know of who comes in. Never a secret, never more of a person than an id.</summary>
internal sealed class SecurityLog(ILogger<SecurityLog> log, AuditLog audit)
{
    /// <summary>Somebody got a token, or came for the first time.</summary>
    public void SignedIn(string how, string who, Guid? clientId = null, Guid? userId = null, Guid? contactId = null)
    {
        log.LogInformation("{Who} signed in: {How}.", who, how);
        audit.SignedIn(how, who, clientId, userId, contactId);
    }

    /// <summary>Somebody was not let in. The audit hears of it from the answer, whatever the reason.</summary>
    public void Refused(string reason) => log.LogInformation("Refused: {Reason}", reason);

    /// <summary>A client or its keys were changed. The audit log has it from the transaction that did it.</summary>
    public void KeyChanged(Actor actor, string change, ApiClient client, Guid? keyId = null) =>
        log.LogInformation("{Actor}: the API client {Client} ({Id}) was {Change}{Key}.",
            actor.Client, client.Name, client.Id, change, keyId is null ? "" : $" {keyId}");
}
