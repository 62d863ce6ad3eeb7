using Crm.Headless.Server.Input;

namespace Crm.Headless.Server.Contacts;

/// <summary>The rules of contact points: one primary per kind, and the primary email and phone stand in the contact as well.</summary>
static class ContactPoints
{
    public const int MaxValue = 1000;

    /// <summary>Adds it, or finds the equal one that the contact has already.</summary>
    public static ContactPoint Add(ContactRecord record, ContactPointInput input, FieldPath at, DateTimeOffset now)
    {
        var point = Put(record, input.Read(at), input.Primary == true, at, now);
        if (Text.Optional(input.Label, at["label"], Text.Short) is { } label) point.Label = label;
        if (input.Verified == true) point.VerifiedAt ??= now;
        return point;
    }

    public static ContactPoint Put(ContactRecord record, PointValue value, bool makePrimary, FieldPath at, DateTimeOffset now)
    {
        record.RequireSight(at);
        var point = record.Points.Find(value.IsSaidBy);
        if (point is null)
        {
            Limit.Check(record.Points.Count + 1, Limit.PerRecord, at);
            point = new ContactPoint { Id = Guid.CreateVersion7(now), ContactId = record.Id, Kind = value.Kind, CreatedAt = now };
            makePrimary |= !record.Points.Exists(other => other.Kind == value.Kind);
            Say(point, value);
            record.Add(record.Points, point);
        }
        if (makePrimary) MakePrimary(record, point);
        return point;
    }

    public static void Say(ContactPoint point, PointValue value) =>
        (point.Value, point.Address) = (value.Value, value.Address);

    public static void MakePrimary(ContactRecord record, ContactPoint point)
    {
        foreach (var other in record.Points)
            if (other.Kind == point.Kind) other.Primary = other == point;
        Copy(record);
    }

    public static void Remove(ContactRecord record, ContactPoint point)
    {
        record.Remove(record.Points, point);
        var next = record.Points.Find(other => other.Kind == point.Kind);
        if (point.Primary && next is not null) MakePrimary(record, next);
        else Copy(record);
    }

    /// <summary>Keeps the contact's email and phone equal to its primary ones.</summary>
    public static void Copy(ContactRecord record)
    {
        record.Contact.Email = Primary(record, ContactPointKind.Email);
        record.Contact.Phone = Primary(record, ContactPointKind.Phone);
    }

    static string? Primary(ContactRecord record, ContactPointKind kind) =>
        record.Points.Find(point => point.Kind == kind && point.Primary)?.Value;
}
