using System.Threading.Channels;
using Crm.Headless.GraphQL.Execution;

namespace Crm.Headless.Server.Events;

/// <summary>
/// One client that listens to a topic. It may lag behind by some events; one that lags further is ended with an error. It outlives
/// generations: of the arguments it keeps the values alone, which no plugin's schema hangs on.
/// </summary>
sealed class Subscriber(string topic, FieldArguments arguments)
{
    public const int MaxWaiting = 256;

    readonly Guid? _id = arguments.Get("id") as Guid?;
    readonly Guid? _contactId = arguments.Get("contactId") as Guid?;
    readonly Guid? _accountId = arguments.Get("accountId") as Guid?;
    readonly Channel<object> _events = Channel.CreateBounded<object>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });

    public IAsyncEnumerable<object> ReadAllAsync(CancellationToken ct) => _events.Reader.ReadAllAsync(ct);

    /// <summary>A topic is the name of an event; the arguments <c>id</c>, <c>contactId</c> and <c>accountId</c> narrow it down.</summary>
    public bool Wants(OutboxEvent row) =>
        string.Equals(topic, EventHydrator.TypeOf(row).Name, StringComparison.OrdinalIgnoreCase)
        && Fits(_id, row.RecordId) && Fits(_contactId, row.ContactId) && Fits(_accountId, row.AccountId);

    /// <returns>False: it is too slow and was ended.</returns>
    public bool Offer(CrmEvent e)
    {
        if (_events.Writer.TryWrite(e)) return true;
        _events.Writer.TryComplete(new SubscriberTooSlowException());
        return false;
    }

    static bool Fits(Guid? wanted, Guid? value) => wanted is null || wanted == value;
}

/// <summary>A subscription was ended because its events were not taken.</summary>
sealed class SubscriberTooSlowException() : CrmException(
    "SUBSCRIPTION_TOO_SLOW",
    $"More than {Subscriber.MaxWaiting} events were waiting to be taken by this subscription. Subscribe again, and read what was missed from \"changes\".");
