namespace RiskSignals.Borrowers;

/// <summary>Takes pending bank transactions out of a view where a posted one of the same view stands in their place.</summary>
/// <remarks>
/// A posted bank transaction stands for the pending one it names. One that names none stands for a pending one of the same bank account and
/// amount, booked at most <see cref="DaysMax"/> days apart, with a like counterparty, and not learnt before it. Nothing is kept between
/// views: whatever is learnt later – the posted one removed, corrected or naming another, the pending one told again – undoes the merge from
/// the day it is known, and from no day before.
/// </remarks>
internal static class PendingMerge
{
    public const int DaysMax = 5;

    /// <summary>Share of the shorter text's pairs of letters that the longer one must hold.</summary>
    private const double LikenessMin = 0.6;

    /// <summary>The posted bank transactions of a view, and the pending ones nothing has taken the place of.</summary>
    /// <param name="view">By booked day; those removed by the bank among them.</param>
    public static BankTransaction[] Apply(BankTransaction[] view)
    {
        if (Array.TrueForAll(view, one => one.State == BankTransactionState.Posted))
        {
            return view;
        }

        var replaced = new HashSet<string>(StringComparer.Ordinal);
        var taken = new HashSet<int>();
        foreach (var one in view)
        {
            if (one is { State: BankTransactionState.Posted, ReplacesId: { } pendingId })
            {
                replaced.Add(pendingId);
            }
        }

        for (var i = 0; i < view.Length; i++)
        {
            if (view[i].State == BankTransactionState.Pending && !replaced.Contains(view[i].BankTransactionId)
                && PostedFor(view, i, taken) is { } posted)
            {
                taken.Add(posted);
                replaced.Add(view[i].BankTransactionId);
            }
        }

        return Array.FindAll(view, one => one.State == BankTransactionState.Posted
            || (one.State == BankTransactionState.Pending && !replaced.Contains(one.BankTransactionId)));
    }

    /// <summary>
    /// Share of the shorter text's pairs of letters that the longer one holds: names are cut and adorned differently while pending. Nothing
    /// is like a text without letters.
    /// </summary>
    private static double Likeness(string left, string right)
    {
        var (less, more) = (Pairs(left), Pairs(right));
        if (less.Count > more.Count)
        {
            (less, more) = (more, less);
        }

        return less.Count == 0 ? 0 : less.Count(more.Contains) / (double)less.Count;
    }

    /// <summary>The likest posted one, of those as like the nearest in days, of those as near the first; null if there is none.</summary>
    private static int? PostedFor(BankTransaction[] view, int pending, HashSet<int> taken)
    {
        var held = view[pending];
        var first = pending;
        while (first > 0 && DaysBetween(view[first - 1], held) <= DaysMax)
        {
            first--;
        }

        int? best = null;
        var (bestLikeness, bestDays) = (0.0, 0);
        for (var i = first; i < view.Length && (i < pending || DaysBetween(view[i], held) <= DaysMax); i++)
        {
            var one = view[i];
            if (one.State != BankTransactionState.Posted || one.ReplacesId is not null || one.BankAccountId != held.BankAccountId
                || one.Amount != held.Amount || one.KnownOn.CompareTo(held.KnownOn) < 0 || taken.Contains(i))
            {
                continue;
            }

            var (likeness, days) = (Likeness(Text(one), Text(held)), DaysBetween(one, held));
            if (likeness >= LikenessMin && (likeness > bestLikeness || (likeness == bestLikeness && days < bestDays)))
            {
                (best, bestLikeness, bestDays) = (i, likeness, days);
            }
        }

        return best;
    }

    private static int DaysBetween(BankTransaction left, BankTransaction right) =>
        Math.Abs(left.BookedOn.DayNumber - right.BookedOn.DayNumber);

    private static string Text(BankTransaction one) => one.Counterparty.Length > 0 ? one.Counterparty : one.Description;

    /// <summary>Neighbouring letters and digits, case and everything else left aside.</summary>
    private static HashSet<(char, char)> Pairs(string text)
    {
        var pairs = new HashSet<(char, char)>();
        var before = '\0';
        foreach (var sign in text)
        {
            if (char.IsLetterOrDigit(sign))
            {
                var letter = char.ToUpperInvariant(sign);
                if (before != '\0')
                {
                    pairs.Add((before, letter));
                }

                before = letter;
            }
        }

        return pairs;
    }
}
