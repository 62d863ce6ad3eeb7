using Crm.Headless.Server.Data.Conventions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Headless.Server.Data.Model;

sealed class UnitModel : IEntityTypeConfiguration<Unit>
{
    public void Configure(EntityTypeBuilder<Unit> unit)
    {
        unit.ToTable("units");
        unit.Property(u => u.Version).IsConcurrencyToken();
        unit.RefersTo<Unit, Unit>(nameof(Unit.ParentId));
        unit.HasIndex(u => u.Code).IsUnique();
        unit.HasIndex(u => u.Path);
        unit.HasIndex(SearchableTwins.TwinOf(nameof(Unit.Name)), nameof(Unit.Id));
    }
}

sealed class UnitMembershipModel : IEntityTypeConfiguration<UnitMembership>
{
    public void Configure(EntityTypeBuilder<UnitMembership> membership)
    {
        membership.ToTable("unit_memberships");
        membership.RefersTo<UnitMembership, Unit>(nameof(UnitMembership.UnitId));
        membership.IsPartOf<UnitMembership, Contact>(nameof(UnitMembership.ContactId));
        membership.IsPartOf<UnitMembership, Account>(nameof(UnitMembership.AccountId));
        membership.HasIndex(m => new { m.UnitId, m.ContactId }).IsUnique();
        membership.HasIndex(m => new { m.UnitId, m.AccountId }).IsUnique();
    }
}

sealed class UserModel : IEntityTypeConfiguration<User>
{
    public void Configure(EntityTypeBuilder<User> user)
    {
        user.ToTable("users");
        user.Property(u => u.Version).IsConcurrencyToken();
        user.RefersTo<User, Unit>(nameof(User.UnitId));
        user.HasIndex(u => new { u.Issuer, u.Subject }).IsUnique();
        user.HasIndex(SearchableTwins.TwinOf(nameof(User.Name)), nameof(User.Id));
    }
}
