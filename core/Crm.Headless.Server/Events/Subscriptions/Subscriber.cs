using System.Threading.Channels;
using Crm.Headless.GraphQL;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.Server.Events;

/// <summary>
/// One client that listens to a topic. It may lag behind by some events; one that lags further is ended with an error. It outlives
/// generations: of the arguments it keeps the values alone, which no plugin's schema hangs on.
/// </summary>
sealed class Subscriber(string topic, FieldArguments arguments)
{
    public const int MaxWaiting = 256;

    readonly Guid? _id = KeyIn(arguments.Get("id"));
    readonly Guid? _contactId = KeyIn(arguments.Get("contactId"));
    readonly Guid? _accountId = KeyIn(arguments.Get("accountId"));
    readonly Channel<object> _events = Channel.CreateBounded<object>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });

    public IAsyncEnumerable<object> ReadAllAsync(CancellationToken ct) => _events.Reader.ReadAllAsync(ct);

    /// <summary>A topic is the name of an event; the arguments <c>id</c>, <c>contactId</c> and <c>accountId</c> narrow it down.</summary>
    public bool Wants(OutboxEvent row) =>
        row.IsOf(topic)
        && Fits(_id, row.RecordId) && Fits(_contactId, row.ContactId) && Fits(_accountId, row.AccountId);

    /// <returns>False: it is too slow and was ended.</returns>
    public bool Offer(object e)
    {
        if (_events.Writer.TryWrite(e)) return true;
        _events.Writer.TryComplete(new SubscriberTooSlowException());
        return false;
    }

    /// <exception cref="GraphQLException"><c>BAD_USER_INPUT</c></exception>
    static Guid? KeyIn(object? argument)
    {
        try
        {
            return argument is string id ? GlobalId.Parse(id).Key : argument as Guid?;
        }
        catch (CoercionException unreadable)
        {
            throw new GraphQLException(new GraphQLError(unreadable.Message) { Code = ErrorCodes.BadUserInput });
        }
    }

    static bool Fits(Guid? wanted, Guid? value) => wanted is null || wanted == value;
}

/// <summary>A subscription was ended because its events were not taken.</summary>
sealed class SubscriberTooSlowException() : CrmException(
    "SUBSCRIPTION_TOO_SLOW",
    $"More than {Subscriber.MaxWaiting} events were waiting to be taken by this subscription. Subscribe again, and read what was missed from \"changes\".");
