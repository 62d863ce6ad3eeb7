using Crm.Headless.GraphQL;
using Crm.Headless.Server.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Headless.Server.ClientOperations;

/// <summary>
/// An operation that a client has said it sends. Whoever changes plugins is told before, when it would not be valid any more.
/// </summary>
[Node, Authorize("plugins:admin"), VisibleToAll]
sealed class RegisteredOperation
{
    [ID]
    public Guid Id { get; set; }

    /// <summary>The API client that registered it; null: the installation's own key.</summary>
    [ID<ApiClient>]
    public Guid? ClientId { get; set; }

    /// <summary>The name of whoever registered it.</summary>
    public string Client { get; set; } = "";

    /// <summary>The operation's name, unique for the client.</summary>
    public string Name { get; set; } = "";

    /// <summary>The whole document, the fragments that it uses included.</summary>
    public string Document { get; set; } = "";

    /// <summary>When it was registered in this form.</summary>
    public DateTimeOffset RegisteredAt { get; set; }
}

sealed class RegisteredOperationModel : IEntityTypeConfiguration<RegisteredOperation>
{
    public void Configure(EntityTypeBuilder<RegisteredOperation> operation)
    {
        operation.ToTable("registered_operations");
        operation.HasOne<ApiClient>().WithMany().HasForeignKey(row => row.ClientId).OnDelete(DeleteBehavior.Cascade);
        operation.HasIndex(row => new { row.Client, row.Name }).IsUnique();
    }
}
