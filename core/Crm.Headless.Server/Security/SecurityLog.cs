namespace Crm.Headless.Server.Security;

/// <summary>What the audit wants to know of who comes in. Never a secret, never more of a person than an id.</summary>
internal sealed class SecurityLog(ILogger<SecurityLog> log)
{
    /// <summary>Somebody got a token, or came for the first time.</summary>
    public void SignedIn(string how, string who) => log.LogInformation("{Who} signed in: {How}.", who, how);

    /// <summary>Somebody was not let in.</summary>
    public void Refused(string reason) => log.LogInformation("Refused: {Reason}", reason);

    /// <summary>A client or its keys were changed.</summary>
    public void KeyChanged(Actor actor, string change, ApiClient client, Guid? keyId = null) =>
        log.LogInformation("{Actor}: the API client {Client} ({Id}) was {Change}{Key}.",
            actor.Client, client.Name, client.Id, change, keyId is null ? "" : $" {keyId}");

    /// <summary>A key of the installation itself was changed.</summary>
    public void KeyChanged(string what) => log.LogInformation("{What}.", what);
}
