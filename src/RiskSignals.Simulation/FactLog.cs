using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>The facts one borrower leaves behind. What is learnt after the simulated period is not kept.</summary>
internal sealed class FactLog(string borrowerId, DateOnly endOnExcl, Planting planted)
{
    private long endsAtExcl = Instant.At(endOnExcl).UnixSeconds;

    private bool keepsBankTransactions = true;

    private readonly List<Fact> facts = [];

    private readonly int[] lastNumber = new int['Z' + 1 - 'A'];

    public string BorrowerId => borrowerId;

    public IReadOnlyList<Fact> Facts => facts;

    public void Add(Fact fact)
    {
        if (planted.Told(fact) is { } told && told.KnownOn.UnixSeconds < endsAtExcl && (keepsBankTransactions || told is not BankTransaction))
        {
            facts.Add(told);
        }
    }

    /// <summary>A payment that stays, as the lender's records have it.</summary>
    public void Record(Payment payment)
    {
        if (planted.Recorded(payment) is { } recorded)
        {
            Add(recorded);
        }
    }

    /// <summary>Hands over what is learnt by the end of a day and wasn't handed over before, in the order it arose, and keeps the rest.</summary>
    public void HandOver(DateOnly day, List<Fact> to)
    {
        var end = Instant.EndOf(day);
        to.AddRange(facts.Where(fact => fact.KnownOn <= end));
        facts.RemoveAll(fact => fact.KnownOn <= end);
    }

    /// <summary>
    /// Forgets all bank transactions, and from now on keeps every other fact, however late it is learnt. What was learnt after the period and
    /// told before this call is lost already.
    /// </summary>
    public void KeepOnlyTheLendersFacts()
    {
        (endsAtExcl, keepsBankTransactions) = (long.MaxValue, false);
        facts.RemoveAll(fact => fact is BankTransaction);
    }

    /// <summary>The next id with a capital letter; ids of a letter sort in the order they were given.</summary>
    public string NewId(char letter)
    {
        var number = ++lastNumber[letter - 'A'];
        if (number >= 100_000)
        {
            return $"{borrowerId}-{letter}{number}";
        }

        return string.Create(borrowerId.Length + 7, (borrowerId, letter, number), static (text, id) =>
        {
            id.borrowerId.CopyTo(text);
            text[^7] = '-';
            text[^6] = id.letter;
            var left = (uint)id.number;
            for (var i = text.Length - 1; i > text.Length - 6; i--)
            {
                text[i] = (char)('0' + (left % 10));
                left /= 10;
            }
        });
    }
}
