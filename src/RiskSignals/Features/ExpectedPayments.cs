namespace RiskSignals.Features;

/// <summary>Looks for recurring payments that were expected and did not come.</summary>
internal static class ExpectedPayments
{
    /// <summary>Cadences without a payment after which the contract is taken as ended and nothing more is expected.</summary>
    public const int CadencesMax = 3;

    /// <summary>
    /// Payments of a stream expected in a window, one a cadence after each payment, and those of them that were missed: not seen
    /// within the longest usual gap.
    /// </summary>
    /// <param name="gapMax">Longest usual gap in days, at least the cadence.</param>
    public static (int Expected, int Missed) CountMissed(
        PreparedHistory history, RecurringStreams streams, RecurringStream stream, Window window, double gapMax)
    {
        var days = streams.Days(stream);
        Span<int> ahead = stackalloc int[CadencesMax];
        for (var cadences = 1; cadences <= CadencesMax; cadences++)
        {
            ahead[cadences - 1] = (int)Math.Round(cadences * stream.Cadence, MidpointRounding.AwayFromZero);
        }

        // What is expected after older payments lies before the window.
        var first = days.Length;
        while (first > 0 && days[first - 1] + ahead[^1] >= history.Today - window.OldestAgo)
        {
            first--;
        }

        var (expected, missed) = (0, 0);
        for (var i = first; i < days.Length; i++)
        {
            var isLast = i + 1 == days.Length;
            var nextDay = isLast ? history.Today + 1 : days[i + 1];
            for (var cadences = 1; cadences <= CadencesMax; cadences++)
            {
                var expectedDay = days[i] + ahead[cadences - 1];
                var isNextOne = !isLast && cadences > 1 && nextDay - expectedDay <= stream.Cadence / 2;
                if (isNextOne || !window.Holds(history.Today - expectedDay))
                {
                    continue;
                }

                expected++;
                if (nextDay - expectedDay > gapMax - stream.Cadence)
                {
                    missed++;
                    if (history.IsTraced)
                    {
                        history.NoteRow(streams.Rows(stream)[i], expectedDay, 1);
                    }
                }
            }
        }

        return (expected, missed);
    }
}
