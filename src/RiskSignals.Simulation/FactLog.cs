using System.Globalization;
using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>The facts one borrower leaves behind. What is learnt after the simulated period is not kept.</summary>
internal sealed class FactLog(string borrowerId, DateOnly endOnExcl)
{
    private readonly List<Fact> facts = [];

    private readonly Dictionary<char, int> lastNumber = [];

    public string BorrowerId => borrowerId;

    public IReadOnlyList<Fact> Facts => facts;

    public void Add(Fact fact)
    {
        if (fact.KnownOn.Day < endOnExcl)
        {
            facts.Add(fact);
        }
    }

    /// <summary>The next id with a letter; ids of a letter sort in the order they were given.</summary>
    public string NewId(char letter)
    {
        var number = lastNumber.GetValueOrDefault(letter) + 1;
        lastNumber[letter] = number;
        return string.Create(CultureInfo.InvariantCulture, $"{borrowerId}-{letter}{number:00000}");
    }
}
