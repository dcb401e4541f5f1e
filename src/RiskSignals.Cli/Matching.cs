namespace RiskSignals.Cli;

/// <summary>What was told of one borrower, set against what was so.</summary>
internal sealed class Matching
{
    /// <summary>Days without being told after which it is told anew.</summary>
    private const int SilenceDays = 14;

    public int Told { get; set; }

    public int Right { get; set; }

    public int True { get; set; }

    public int Found { get; set; }

    /// <summary>Days from each truth that was found to its first being told.</summary>
    public List<int> Delays { get; } = [];

    /// <summary>Days from the first telling to the next missed instalment, of those found that one followed.</summary>
    public List<int> Leads { get; } = [];

    /// <summary>
    /// Told on days in a row counts once. A telling is right if any day of it lies in the days of a truth, and a truth is found if it was
    /// told on any of its days; one that nobody looked at during its days doesn't count.
    /// </summary>
    /// <param name="looks">The days looked at, in order, and whether it was told.</param>
    /// <param name="truths">When it was so, and the days, last excluded, on which telling it is right.</param>
    /// <param name="misses">Due dates of missed instalments, in order.</param>
    public static Matching Of(
        IReadOnlyList<(DateOnly Day, bool Told)> looks, IEnumerable<(DateOnly On, DateOnly From, DateOnly ToExcl)> truths, DateOnly[] misses)
    {
        var all = truths.Where(truth => looks.Any(look => Holds(truth, look.Day))).ToArray();
        var told = looks.Where(look => look.Told).Select(look => look.Day).ToArray();
        var matching = new Matching { True = all.Length };
        for (var i = 0; i < told.Length;)
        {
            var next = i + 1;
            while (next < told.Length && told[next].DayNumber - told[next - 1].DayNumber < SilenceDays)
            {
                next++;
            }

            matching.Told++;
            matching.Right += all.Any(truth => told[i..next].Any(day => Holds(truth, day))) ? 1 : 0;
            i = next;
        }

        foreach (var truth in all)
        {
            if (told.Where(day => Holds(truth, day)).Cast<DateOnly?>().FirstOrDefault() is { } first)
            {
                matching.Found++;
                matching.Delays.Add(first.DayNumber - truth.On.DayNumber);
                var missed = misses.Where(due => due >= first).Cast<DateOnly?>().FirstOrDefault();
                if (missed is { } due && due.DayNumber - first.DayNumber <= DetectionReport.LeadDaysMax)
                {
                    matching.Leads.Add(due.DayNumber - first.DayNumber);
                }
            }
        }

        return matching;
    }

    private static bool Holds((DateOnly On, DateOnly From, DateOnly ToExcl) truth, DateOnly day) => truth.From <= day && day < truth.ToExcl;
}
