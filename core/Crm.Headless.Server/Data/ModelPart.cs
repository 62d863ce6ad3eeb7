using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Data;

/// <summary>What one plugin adds to the model.</summary>
/// <param name="Owner">The plugin's id, for messages.</param>
/// <param name="TablePrefix">What its tables begin with, such as <c>loyalty_</c>.</param>
internal sealed record ModelPart(string Owner, string TablePrefix, Action<ModelBuilder> Configure);
