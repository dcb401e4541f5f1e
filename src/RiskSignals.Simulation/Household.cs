using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>Money in and out of a borrower's life apart from the simulated lender: pay, bills, purchases, and what befalls them.</summary>
internal sealed class Household(
    SimulationParameters parameters, BorrowerTraits traits, Draws draws, Purse purse, CreditCard card, ShockSource shockSource, DirectDebits debits)
{
    /// <summary>How fast those spend who don't look at what is left, 1 being the pace their means allow.</summary>
    private const double CarelessPace = 1.35;

    /// <summary>Number of the stream of a day's first planned purchase; those before it belong to other spending.</summary>
    private const int FirstPlanned = 8;

    private readonly List<Bill> bills = traits.Bills;
    private readonly List<PlannedPurchase> planned = [];
    private readonly Earnings earnings = new(parameters, traits, draws, purse);
    private readonly Spending spending = new(parameters.People, traits, purse, card);

    /// <summary>Everything that befell the borrower so far.</summary>
    public List<Shock> Shocks { get; } = [];

    /// <summary>Every bill that wasn't paid on the day it was due, in order of the days on which that was settled.</summary>
    public List<UnpaidBill> UnpaidBills { get; } = [];

    /// <summary>Days since pay last came in; −1 if it hasn't yet.</summary>
    public int DaysSinceIncome(DateOnly day) => earnings.LastOn is { } last ? day.DayNumber - last.DayNumber : -1;

    /// <summary>Takes the shocks of the day and the day's income.</summary>
    public void BeginDay(DateOnly day)
    {
        if (shockSource.On(day) is { } shock)
        {
            Shocks.Add(shock);
            Befall(shock, day);
        }

        for (var i = 0; i < Shocks.Count; i++)
        {
            if (Shocks[i].BitesOn == day)
            {
                Bite(Shocks[i], day);
            }
        }

        earnings.Receive(day, Shocks);
        card.BeginDay(day);
        var stream = draws.On(day, Purpose.Income, 2);
        if (stream.Chance(traits.HasFamilyHelp ? 0.010 : 0.003))
        {
            purse.Post(stream.Whole(4, 30) * 500, BankCategory.FamilyIn, new(Way.TransferIn, traits.Relative));
        }

        if (stream.Chance(0.004))
        {
            purse.Post(stream.Whole(1000, 12_000), BankCategory.Refund, new(Way.Refund, "PARCELBAZAAR MKTPLACE"));
        }
    }

    /// <summary>Pays the bills of the day, those that there is money for.</summary>
    public void PayBills(DateOnly day)
    {
        for (var (i, number) = (0, 0); i < bills.Count; i++, number++)
        {
            var bill = bills[i];
            if (bill.NextOn <= day && (!bill.Collected || WorkingDays.IsWorking(day)))
            {
                PayBill(bill, number, day);
                if (bill.Left <= 0)
                {
                    bills.RemoveAt(i--);
                }
            }
        }
    }

    /// <summary>The purchases of a day, and what is moved to savings or borrowed at high cost.</summary>
    /// <param name="loansDue">Due to the simulated lender before the next payday.</param>
    /// <param name="attention">Felt from the lender's contacts: makes careful.</param>
    public void Spend(DateOnly day, long loansDue, double attention)
    {
        var stream = draws.On(day, Purpose.Spending);
        var payday = traits.PayCycle.NextAfter(day);
        var daysLeft = Math.Max(1, payday.DayNumber - day.DayNumber);
        var usual = spending.UsualOn(day);
        var free = purse.Own - loansDue - BillsBefore(payday);
        var prudence = Math.Min(0.97, traits.Prudence + Math.Clamp(2 * attention, -0.1, 0.4));
        var affordable = Math.Clamp(free / (daysLeft * usual), 0.05, 2.2);
        var pace = ((1 - prudence) * CarelessPace) + (prudence * affordable);
        pace *= DaysSinceIncome(day) is >= 0 and <= 5 ? 1 + (0.8 * (1 - prudence)) : 1;
        pace = purse.Available < 2000 ? 0 : pace;
        spending.Buy(day, pace, Shocks, ref stream);
        BuyPlanned(day);
        Save(day, free, usual, daysLeft, ref stream);
        BorrowDearly(day, daysLeft);
    }

    /// <summary>What the bills and the barest needs up to the next payday will take.</summary>
    public long Claims(DateOnly day)
    {
        var payday = traits.PayCycle.NextAfter(day);
        return BillsBefore(payday) + (long)(traits.Groceries * 12 / 365.0 * 0.6 * (payday.DayNumber - day.DayNumber));
    }

    /// <summary>Spends what a new loan was taken for over the next days.</summary>
    public void SpendLoan(long principal, DateOnly day)
    {
        var stream = draws.On(day, Purpose.Spending, 7);
        var parts = stream.Whole(1, 4);
        for (var i = 0; i < parts; i++)
        {
            planned.Add(new(day.AddDays(stream.Whole(1, 12)), (long)(principal * 0.94 / parts)));
        }
    }

    /// <summary>A collector takes over what the lender wrote off.</summary>
    public void OweCollector(int loanNumber, DateOnly day, long amount)
    {
        var stream = draws.On(day, Purpose.Bills, 900 + loanNumber);
        if (stream.Chance(0.5))
        {
            bills.Add(new Bill
            {
                Category = BankCategory.DebtCollector,
                Wording = new(Way.CardBill, stream.Pick(Names.Collectors)),
                Amount = Math.Max(1000, amount / 40 / 500 * 500),
                DayOfMonth = stream.Whole(1, 28),
                Collected = false,
                Left = 40,
                NextOn = day.AddDays(30),
            });
        }
    }

    /// <summary>What a shock leads to from its first trace on.</summary>
    private void Befall(Shock shock, DateOnly day)
    {
        var stream = draws.On(day, Purpose.Shocks, 1);
        var lead = shock.BitesOn.DayNumber - day.DayNumber;
        if (shock.Kind == ShockKind.RelationshipBreakdown)
        {
            planned.Add(new(day.AddDays(stream.Whole(0, lead)), (long)(traits.MonthlyIncome * stream.Between(0.10, 0.30)), IsLegal: true));
        }
        else if (shock.Kind == ShockKind.LateEmployer && stream.Chance(0.25))
        {
            var ends = shock.EndsOnExcl!.Value;
            Shocks.Add(new(ShockKind.JobLoss, ends, ends.AddDays(stream.Whole(50, 200)), Size: 0));
        }
    }

    /// <summary>What a shock changes for good once it is there.</summary>
    private void Bite(Shock shock, DateOnly day)
    {
        var stream = draws.On(day, Purpose.Shocks, 2);
        switch (shock.Kind)
        {
            case ShockKind.SpendingShock:
                planned.Add(new(day, (long)shock.Size));
                break;
            case ShockKind.NewJob:
                earnings.ChangeEmployer(Names.Employer(ref stream), shock.Size);
                break;
            case ShockKind.JobLoss:
                earnings.StartAgain(shock.EndsOnExcl!.Value);
                break;
            case ShockKind.RentRise or ShockKind.InterestRateRise:
                Home.Amount += (long)(Home.Amount * shock.Size);
                break;
            case ShockKind.RelationshipBreakdown:
                Part(shock, day, ref stream);
                break;
        }
    }

    private Bill Home => bills.Find(bill => bill.Category == BankCategory.Housing)!;

    /// <summary>A partner who paid a share stops; otherwise the borrower pays for the other home. Who rents moves, with a deposit.</summary>
    private void Part(Shock shock, DateOnly day, ref RandomStream stream)
    {
        if (traits.PartnerMonthly > 0)
        {
            earnings.LosePartner();
        }
        else
        {
            bills.Add(new Bill
            {
                Category = BankCategory.FamilyOut,
                Wording = new(Way.StandingOrder, traits.Partner, "MAINTENANCE"),
                Amount = (long)(traits.MonthlyIncome * shock.Size),
                DayOfMonth = 5,
                Collected = false,
                NextOn = WorkingDays.NextInMonth(day, 5),
            });
        }

        if (!traits.HasMortgage)
        {
            planned.Add(new(day, (long)(Home.Amount * stream.Between(0.5, 1.2))));
            Home.Wording = new(Way.DirectDebit, stream.Pick(Names.Landlords), Names.Number(ref stream));
            Home.Amount = (long)(Home.Amount * stream.Between(0.85, 1.10));
        }
    }

    /// <param name="number">The place among the bills that the day began with.</param>
    private void PayBill(Bill bill, int number, DateOnly day)
    {
        var stream = draws.On(day, Purpose.Bills, number);
        var amount = bill.AmountOn(bill.NextOn, ref stream);
        var missing = amount - purse.Available;
        if (missing > 0 && purse.Savings >= missing && stream.Chance(traits.Prudence))
        {
            purse.Save(-missing);
            missing = 0;
        }

        var paid = missing <= 0;
        if (bill.Collected && (paid || stream.Chance(0.6)))
        {
            paid = purse.Collect(amount, bill.Category, bill.Wording);
            if (bill.Wording.Way == Way.DirectDebit)
            {
                debits.Collected(bill, purse.Main, day);
            }
        }
        else if (paid)
        {
            purse.Post(-amount, bill.Category, bill.Wording);
        }
        else if (bill.Collected)
        {
            debits.Cancelled(bill, day);
        }

        // Some unpaid bills are paid a week or two later; the rest are missed.
        if (!paid && bill.RetriedFrom is null && stream.Chance(0.6))
        {
            var due = bill.NextOn;
            bill.RetriedFrom = due;
            bill.NextOn = day.AddDays(stream.Whole(6, 12));
            if (bill.NextOn >= WorkingDays.NextInMonth(due, bill.DayOfMonth))
            {
                bill.NextOn = WorkingDays.NextInMonth(due, bill.DayOfMonth);
            }

            return;
        }

        if (!paid || bill.RetriedFrom is not null)
        {
            UnpaidBills.Add(new(bill.Category, bill.RetriedFrom ?? bill.NextOn, paid ? day : null, amount));
        }

        bill.RetriedFrom = null;
        bill.MoveOn(parameters.People.PriceGrowthPerYear);
    }

    private long BillsBefore(DateOnly payday)
    {
        var sum = 0L;
        foreach (var bill in bills)
        {
            sum += bill.NextOn < payday ? bill.Amount : 0;
        }

        return sum + card.DueBefore(payday);
    }

    private void BuyPlanned(DateOnly day)
    {
        var number = FirstPlanned;
        for (var i = 0; i < planned.Count; i++)
        {
            if (planned[i].On != day)
            {
                continue;
            }

            var (_, amount, isLegal) = planned[i];
            planned.RemoveAt(i--);
            var stream = draws.On(day, Purpose.Spending, number++);
            if (amount > purse.Available && purse.Savings > 0)
            {
                purse.Save(-Math.Min(purse.Savings, amount - Math.Max(0, purse.Available)));
            }

            amount = Math.Min(amount, purse.Available);
            if (amount > 1000)
            {
                purse.Buy(amount, BankCategory.Discretionary, stream.Pick(isLegal ? Names.Solicitors : Names.Trades), ref stream);
            }
        }
    }

    private void Save(DateOnly day, long free, double usual, int daysLeft, ref RandomStream stream)
    {
        var paid = earnings.LastOn == day.AddDays(-1);
        if (paid && traits.OtherBankShare > 0 && free > 0)
        {
            purse.SendElsewhere((long)(earnings.LastAmount * traits.OtherBankShare) / 500 * 500);
        }
        else if (free < 0 && purse.Elsewhere > 3000 && stream.Chance(0.3))
        {
            purse.SendElsewhere(-Math.Min(purse.Elsewhere, ((-free / 500) + 4) * 500));
        }

        if (!traits.HasSavings)
        {
            return;
        }

        var spare = (long)(free - (1.2 * usual * daysLeft));
        if (paid && spare > 5000 && stream.Chance(0.9))
        {
            purse.Save((long)(spare * 0.8) / 500 * 500);
        }
        else if (free < 0 && purse.Savings > 2000 && stream.Chance(0.25 * traits.Prudence))
        {
            purse.Save(-Math.Min(purse.Savings, ((-free / 500) + 4) * 500));
        }
    }

    private void BorrowDearly(DateOnly day, int daysLeft)
    {
        var shortOfMoney = purse.Available < traits.MonthlyIncome / 20 && daysLeft > 4;
        var perDay = traits.Persona switch
        {
            Persona.OverCommitted => 0.020,
            Persona.Stretched or Persona.Shocked or Persona.Vulnerable => 0.006,
            _ => 0.001,
        };
        var stream = draws.On(day, Purpose.Borrowing);
        if (shortOfMoney && card.Room > 10_000 && stream.Chance(perDay))
        {
            card.Advance(Math.Min(card.Room * 9 / 10, stream.Whole(2, 8) * 2500L));
            return;
        }

        if (!shortOfMoney || !stream.Chance(perDay) || bills.Count(bill => bill.Category == BankCategory.HighCostPayment) >= 2)
        {
            return;
        }

        var place = stream.Whole(0, Names.HighCostLenders.Length - 1);
        var tradesUnderName = stream.Chance(0.4);
        var lender = tradesUnderName ? Names.HighCostTradingNames[place] : Names.HighCostLenders[place];
        var misleads = tradesUnderName && stream.Chance(parameters.Feed.MisleadingShare);
        var amount = stream.Whole(3, 12) * 5_000L;
        Shocks.Add(new(ShockKind.HighCostBorrowing, day, null, amount));
        purse.Post(
            amount,
            BankCategory.HighCostDisbursement,
            new(Way.TransferIn, lender, Names.Number(ref stream), misleads ? BankCategory.OtherIncome : null));
        var times = stream.Whole(2, 5);
        bills.Add(new Bill
        {
            Category = BankCategory.HighCostPayment,
            Wording = new(Way.CardBill, lender, LooksLike: misleads ? BankCategory.Discretionary : null),
            Amount = (long)(amount * (1.15 + (0.12 * times)) / times),
            DayOfMonth = stream.Whole(1, 28),
            Left = times,
            NextOn = traits.PayCycle.NextAfter(day).AddDays(1),
        });
    }
    private readonly record struct PlannedPurchase(DateOnly On, long Amount, bool IsLegal = false);
}
