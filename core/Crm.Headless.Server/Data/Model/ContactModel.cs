using Crm.Headless.Server.Data.Conventions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Headless.Server.Data.Model;

sealed class ContactModel : IEntityTypeConfiguration<Contact>
{
    public void Configure(EntityTypeBuilder<Contact> contact)
    {
        contact.ToTable("contacts");
        contact.ComplexProperty(c => c.BirthDate);
        contact.Property(c => c.Version).IsConcurrencyToken();
        contact.RefersTo<Contact, Account>(nameof(Contact.AccountId));
        contact.RefersTo<Contact, User>(nameof(Contact.OwnerId));
        contact.HasIndex(SearchableTwins.TwinOf(nameof(Contact.DisplayName)), nameof(Contact.Id));
        contact.HasIndex(SearchableTwins.TwinOf(nameof(Contact.FamilyName)), nameof(Contact.Id));
        contact.HasIndex(SearchableTwins.TwinOf(nameof(Contact.Email)));
        contact.HasIndex(c => c.MergedIntoId);
        contact.HasIndex(c => new { c.CreatedAt, c.Id });
        contact.HasIndex(c => new { c.UpdatedAt, c.Id });
    }
}

sealed class ContactPointModel : IEntityTypeConfiguration<ContactPoint>
{
    public void Configure(EntityTypeBuilder<ContactPoint> point)
    {
        point.ToTable("contact_points");
        point.ComplexProperty(p => p.Address, address => address.HasDiscriminator());
        point.IsPartOf<ContactPoint, Contact>(nameof(ContactPoint.ContactId));
        point.HasIndex(p => new { p.Kind, p.MatchKey });
    }
}

sealed class AffiliationModel : IEntityTypeConfiguration<Affiliation>
{
    public void Configure(EntityTypeBuilder<Affiliation> affiliation)
    {
        affiliation.ToTable("affiliations");
        affiliation.IsPartOf<Affiliation, Contact>(nameof(Affiliation.ContactId));
        affiliation.IsPartOf<Affiliation, Account>(nameof(Affiliation.AccountId));
    }
}

sealed class IdentityModel : IEntityTypeConfiguration<Identity>
{
    public void Configure(EntityTypeBuilder<Identity> identity)
    {
        identity.ToTable("identities");
        identity.IsPartOf<Identity, Contact>(nameof(Identity.ContactId));
        identity.HasIndex(i => new { i.Provider, i.Issuer, i.Subject }).IsUnique();
    }
}
