using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Headless.Server.Data.Model;

sealed class InteractionModel : IEntityTypeConfiguration<Interaction>
{
    public void Configure(EntityTypeBuilder<Interaction> interaction)
    {
        interaction.ToTable("interactions");
        interaction.RefersTo<Interaction, Contact>(nameof(Interaction.ContactId));
        interaction.RefersTo<Interaction, Account>(nameof(Interaction.AccountId));
        interaction.RefersTo<Interaction, Unit>(nameof(Interaction.UnitId));
        interaction.RefersTo<Interaction, User>(nameof(Interaction.ActorId));
        // Read backwards for the latest first; the timeline of anybody is one range of an index.
        interaction.HasIndex(i => new { i.ContactId, i.OccurredAt, i.Id });
        interaction.HasIndex(i => new { i.AccountId, i.OccurredAt, i.Id });
        interaction.HasIndex(i => new { i.UnitId, i.OccurredAt, i.Id });
        interaction.HasIndex(i => new { i.OccurredAt, i.Id });
        // Also tells which kinds there are, without reading the rows.
        interaction.HasIndex(i => new { i.Kind, i.OccurredAt, i.Id });
        interaction.HasIndex(i => new { i.Source, i.ExternalId, i.Revision }).IsUnique();
        interaction.HasIndex(i => new { i.OriginalId, i.Revision }).IsUnique();
    }
}

sealed class InteractionLineModel : IEntityTypeConfiguration<InteractionLine>
{
    public void Configure(EntityTypeBuilder<InteractionLine> line)
    {
        line.ToTable("interaction_lines");
        line.IsPartOf<InteractionLine, Interaction>(nameof(InteractionLine.InteractionId));
        line.RefersTo<InteractionLine, InteractionLine>(nameof(InteractionLine.ReversesLineId));
        line.HasIndex(l => new { l.InteractionId, l.Position }).IsUnique();
    }
}

sealed class InteractionParticipantModel : IEntityTypeConfiguration<InteractionParticipant>
{
    public void Configure(EntityTypeBuilder<InteractionParticipant> participant)
    {
        participant.ToTable("interaction_participants");
        participant.IsPartOf<InteractionParticipant, Interaction>(nameof(InteractionParticipant.InteractionId));
        participant.RefersTo<InteractionParticipant, Contact>(nameof(InteractionParticipant.ContactId));
        participant.RefersTo<InteractionParticipant, User>(nameof(InteractionParticipant.UserId));
    }
}
