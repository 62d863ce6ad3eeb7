using Crm.Headless.Server.Data;

namespace Crm.Headless.Server.Security;

/// <summary>Who may come in was changed: a key, a client, a user.</summary>
sealed class StandingSignal() : NodeSignal("crm_standing");
