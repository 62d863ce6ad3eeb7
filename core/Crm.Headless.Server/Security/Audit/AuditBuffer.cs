namespace Crm.Headless.Server.Security.Audit;

/// <summary>
/// What is written into the log beside the request that it is about. The first of its kind is handed out at once; what is equal to it in
/// the same minute is counted and handed out when the minute is over. However many attack, no more than so many different ones are kept.
/// </summary>
internal sealed class AuditBuffer
{
    const int MostKinds = 1000;
    const int MostPrincipals = 10_000;
    const string Others = "(others)";

    readonly Lock _lock = new();
    readonly Dictionary<Key, Pending> _pending = [];
    readonly HashSet<(string, PrincipalKind, Guid?, Guid?, Guid?, string?)> _signedIn = [];
    long _hour;

    public void Add(AuditEntry entry)
    {
        lock (_lock)
        {
            var key = KeyOf(entry);
            if (!_pending.ContainsKey(key) && _pending.Count >= MostKinds)
            {
                entry = new() { Kind = entry.Kind, At = entry.At, Actor = Others, Detail = "more than are told apart" };
                key = KeyOf(entry);
            }
            if (_pending.TryGetValue(key, out var pending)) pending.Count += entry.Count;
            else _pending.Add(key, new(entry) { Count = entry.Count });
        }
    }

    /// <summary>Whether this principal wasn't seen in this hour. When there are too many of them, nobody is.</summary>
    public bool IsFirstOfHour(CrmPrincipal by, DateTimeOffset now)
    {
        lock (_lock)
        {
            var hour = now.UtcTicks / TimeSpan.TicksPerHour;
            if (hour != _hour) _signedIn.Clear();
            _hour = hour;
            return _signedIn.Count < MostPrincipals && _signedIn.Add((by.Name, by.Kind, by.ClientId, by.UserId, by.ContactId, by.Credential));
        }
    }

    /// <summary>What is to be written now.</summary>
    /// <param name="all">Also what is counted still.</param>
    public List<AuditEntry> Take(DateTimeOffset now, bool all)
    {
        lock (_lock)
        {
            var taken = new List<AuditEntry>();
            foreach (var (key, pending) in _pending.ToList())
            {
                var isOver = all || key.Minute != MinuteOf(now);
                if (pending.Count > 0 && (isOver || !pending.WasTaken)) taken.Add(pending.Take());
                if (isOver) _pending.Remove(key);
            }
            return taken;
        }
    }

    static long MinuteOf(DateTimeOffset time) => time.UtcTicks / TimeSpan.TicksPerMinute;

    static Key KeyOf(AuditEntry e) => new(e.Kind, e.Actor, e.ActorKind, e.ClientId, e.UserId, e.ContactId, e.Operation, e.Detail, MinuteOf(e.At));

    sealed record Key(
        AuditKind Kind, string Actor, PrincipalKind? ActorKind, Guid? ClientId, Guid? UserId, Guid? ContactId, string? Operation, string? Detail, long Minute);

    sealed class Pending(AuditEntry first)
    {
        public int Count { get; set; }
        public bool WasTaken { get; private set; }

        public AuditEntry Take()
        {
            var entry = new AuditEntry
            {
                Kind = first.Kind,
                At = first.At,
                Actor = first.Actor,
                ActorKind = first.ActorKind,
                ClientId = first.ClientId,
                UserId = first.UserId,
                ContactId = first.ContactId,
                Operation = first.Operation,
                Detail = first.Detail,
                Count = Count,
            };
            (Count, WasTaken) = (0, true);
            return entry;
        }
    }
}
