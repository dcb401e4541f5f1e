namespace RiskSignals.Training.Cohorts;

/// <summary>Works on several things at once and gives what comes of them in their own order, never more than a few ahead of who asks.</summary>
internal static class InOrder
{
    /// <summary>The things are read on the caller's thread, one by one, as the work on earlier ones ends.</summary>
    /// <param name="ahead">How many are worked on, or wait for their turn, at a time.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; what is being worked on ends by itself.</exception>
    public static IEnumerable<TResult> Work<T, TResult>(IEnumerable<T> things, int ahead, Func<T, TResult> work, CancellationToken cancel)
    {
        var begun = new Queue<Task<TResult>>();
        foreach (var thing in things)
        {
            cancel.ThrowIfCancellationRequested();
            if (begun.Count == ahead)
            {
                yield return begun.Dequeue().GetAwaiter().GetResult();
            }

            begun.Enqueue(Task.Run(() => work(thing), CancellationToken.None));
        }

        while (begun.TryDequeue(out var one))
        {
            cancel.ThrowIfCancellationRequested();
            yield return one.GetAwaiter().GetResult();
        }
    }
}
