namespace Crm.Headless.Server.Events;

/// <summary>What is known of a handler between two pages. Only saves work: everything in it can be read again.</summary>
sealed class HandlerState(int maxBatch)
{
    public BatchSize Size { get; } = new(maxBatch);

    /// <summary>As it is stored.</summary>
    public FeedPosition Checkpoint { get; private set; }

    /// <summary>Up to here nothing is left that concerns the handler; at or behind the checkpoint.</summary>
    public FeedPosition Passed { get; private set; }

    /// <summary>Events that were passed since the checkpoint moved.</summary>
    public int Skipped { get; private set; }

    public void Found(FeedPosition checkpoint)
    {
        if (checkpoint < Checkpoint || checkpoint > Passed) Moved(checkpoint); // set back, or moved by another node
        Checkpoint = checkpoint;
    }

    public void Moved(FeedPosition checkpoint) => (Checkpoint, Passed, Skipped) = (checkpoint, checkpoint, 0);

    public void Skip(FeedPosition to, int events) => (Passed, Skipped) = (to, Skipped + events);
}
