using Crm.Headless.Server.Data.Conventions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Headless.Server.Data.Model;

sealed class AccountModel : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> account)
    {
        account.ToTable("accounts");
        account.ComplexProperty(a => a.Address, address => address.HasDiscriminator());
        account.Property(a => a.Version).IsConcurrencyToken();
        account.RefersTo<Account, Account>(nameof(Account.ParentId));
        account.RefersTo<Account, User>(nameof(Account.OwnerId));
        account.HasIndex(SearchableTwins.TwinOf(nameof(Account.Name)), nameof(Account.Id));
        account.HasIndex(a => new { a.CreatedAt, a.Id });
        account.HasIndex(a => new { a.UpdatedAt, a.Id });
    }
}

sealed class ExternalIdModel : IEntityTypeConfiguration<ExternalId>
{
    public void Configure(EntityTypeBuilder<ExternalId> id)
    {
        id.ToTable("external_ids");
        id.IsPartOf<ExternalId, Contact>(nameof(ExternalId.ContactId));
        id.IsPartOf<ExternalId, Account>(nameof(ExternalId.AccountId));
        id.HasIndex([nameof(ExternalId.Source), nameof(ExternalId.Value)], "ix_external_ids_contact")
            .IsUnique().HasFilter("contact_id IS NOT NULL").HasDatabaseName("ix_external_ids_contact");
        id.HasIndex([nameof(ExternalId.Source), nameof(ExternalId.Value)], "ix_external_ids_account")
            .IsUnique().HasFilter("account_id IS NOT NULL").HasDatabaseName("ix_external_ids_account");
    }
}
