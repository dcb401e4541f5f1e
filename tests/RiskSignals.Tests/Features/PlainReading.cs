using RiskSignals.Borrowers;
using static RiskSignals.Borrowers.BankCategory;

namespace RiskSignals.Tests.Features;

/// <summary>The meaning of features read word by word over lists: an oracle that shares no code with the catalogue.</summary>
internal sealed class PlainReading
{
    private static readonly BankCategory[] NoIncome =
        [LoanDisbursement, HighCostDisbursement, CashAdvance, Refund, ReturnedDebit, FeeRefund, OwnTransfer, Savings, Gambling, HealthLike];

    private static readonly BankCategory[] LoanPayments = [OwnLoanPayment, LoanPayment, HighCostPayment, CardPayment, DebtCollector];

    private static readonly BankCategory[] Essentials = [Housing, Energy, Water, LocalTax, Groceries, Transport, Childcare];

    private readonly BorrowerHistory history;
    private readonly LoanHistory loan;
    private readonly int today;
    private readonly List<BankTransaction> readable;
    private readonly List<BankTransaction> net;
    private readonly List<BankTransaction> returned;
    private readonly Dictionary<string, BankAccount> accounts;
    private readonly List<DueAmount> dueAmounts;
    private readonly bool isBankKnown;

    public PlainReading(BorrowerHistory history, string loanId)
    {
        this.history = history;
        loan = history.Loan(loanId)!;
        today = history.AsOf.DayNumber;
        accounts = history.BankAccounts
            .Where(account => account.Currency == loan.Loan.Currency && history.HasConsent(account.BankAccountId))
            .ToDictionary(account => account.BankAccountId);
        readable = [.. history.BankTransactions
            .Where(one => one.State == BankTransactionState.Posted && accounts.ContainsKey(one.BankAccountId))];
        (net, returned) = NetReversedPairs();
        TakeOwnTransfersOut();
        dueAmounts = [.. DueAmounts()];
        isBankKnown = readable.Count > 0 && today - readable.Max(one => one.KnownOn.Day.DayNumber) < 36;
    }

    public static IReadOnlyDictionary<string, Func<PlainReading, double>> Features { get; } = All();

    private static Dictionary<string, Func<PlainReading, double>> All()
    {
        var features = new Dictionary<string, Func<PlainReading, double>>
        {
            ["repayment_dpd_value_now"] = one => one.DaysPastDue(one.today),
            ["repayment_arrears_ratio_now"] = one => Divide(
                one.Due().Where(due => due.Day < one.today).Sum(due => due.UnpaidOn(one.today)), one.loan.InstalmentAmount.MinorUnits),
            ["repayment_on_time_streak_count_now"] = one => one.Decided().Any()
                ? one.Decided().Reverse().TakeWhile(due => due.UnpaidOn(due.Day) == 0).Count() : double.NaN,
            ["repayment_late_since_life"] = one => Enumerable.Range(0, 900)
                .Where(ago => one.DaysPastDue(one.today - ago) > 0).Select(ago => (double)ago).DefaultIfEmpty(double.NaN).First(),
            ["loan_due_until_next"] = one => one.loan.Schedule.Where(due => due.DueOn.DayNumber > one.today)
                .Select(due => (double)(due.DueOn.DayNumber - one.today)).DefaultIfEmpty(double.NaN).First(),
            ["income_total_ratio_30d"] = one => one.Baseline(one.Income()) is var blocks && blocks.Length >= 4
                ? Divide(Sum(one.In(one.Income(), 0, 29)), Median(blocks)) : double.NaN,
            ["income_total_z_30d"] = one => one.RobustZ(one.Income()),
            ["spend_total_z_30d"] = one => one.RobustZ(one.Spending()),
            ["income_total_cv_180d"] = one => one.Blocks(one.Income(), first: 0, last: 5) is var blocks && blocks.Length >= 4
                ? Divide(Deviation(blocks), blocks.Average()) : double.NaN,
            ["income_total_slope_180d"] = one => one.Blocks(one.Income(), first: 0, last: 5) is var blocks && blocks.Length >= 4
                ? Divide(Slope([.. blocks.Reverse()]), blocks.Average()) : double.NaN,
            ["cashflow_negative_count_180d"] = one => one.CountOf(
                Enumerable.Range(0, 6).Count(block => one.isBankKnown && one.Began() >= (30 * block) + 29
                    && Sum(one.In(one.Inflow(), 30 * block, (30 * block) + 29)) < Sum(one.In(one.Outflow(), 30 * block, (30 * block) + 29))),
                179),
            ["debt_disbursement_since_life"] = one => one.Since(one.Disbursements()),
            ["returned_debit_since_life"] = one => one.Since(one.returned),
            ["distress_gambling_since_life"] = one => one.Since(one.net.Where(row => row.Category == Gambling && row.Amount.MinorUnits < 0)),
            ["data_history_days_value_now"] = one => one.readable.Count == 0 ? double.NaN : one.Began(),
            ["data_bank_account_count_now"] = one => one.history.BankAccounts.Count(account => one.history.HasConsent(account.BankAccountId)),
            ["contact_opt_out_count_365d"] = one => one.history.Flags.Count(flag =>
                flag.Kind.ToString().StartsWith("OptOut", StringComparison.Ordinal) && one.Ago(flag.StartsOn) is >= 0 and < 365),
        };
        foreach (var days in new[] { 90, 180, 365 })
        {
            features[$"repayment_dpd_max_{days}d"] = one =>
                one.LoanCountOf(Enumerable.Range(0, days).Max(ago => one.DaysPastDue(one.today - ago)), days);
            features[$"repayment_late_count_{days}d"] = one =>
                one.LoanCountOf(one.Decided().Count(due => one.today - due.Day < days && due.UnpaidOn(due.Day) > 0), days);
            features[$"repayment_missed_count_{days}d"] = one => one.LoanCountOf(
                one.Due().Count(due => one.today - due.Day - 7 is var ago && ago >= 0 && ago < days && due.UnpaidOn(due.Day + 7) > 0), days);
            features[$"repayment_paid_share_{days}d"] = one =>
                one.Decided().Where(due => one.today - due.Day < days).ToArray() is { Length: >= 3 } due
                    ? 1 - (due.Sum(each => each.UnpaidOn(one.today)) / (double)due.Sum(each => each.Amount)) : double.NaN;
            features[$"repayment_days_late_mean_{days}d"] = one =>
                one.Decided().Where(due => one.today - due.Day < days).ToArray() is { Length: >= 3 } due
                    ? due.Average(each => Enumerable.Range(each.Day, one.today - each.Day).Count(day => each.UnpaidOn(day) > 0)) : double.NaN;
        }

        foreach (var (word, newest, oldest) in new[]
            { ("30d", 0, 29), ("60d", 0, 59), ("90d", 0, 89), ("180d", 0, 179), ("31d_60d", 30, 59), ("61d_90d", 60, 89) })
        {
            features[$"income_total_sum_{word}"] = one =>
                one.Covered(newest, oldest) ? Sum(one.In(one.Income(), newest, oldest)) / 100 : double.NaN;
        }

        foreach (var days in new[] { 30, 90 })
        {
            features[$"spend_income_ratio_{days}d"] = one => one.Ratio(one.Spending(), one.Income(), days);
            features[$"spend_essential_ratio_{days}d"] = one =>
                one.Ratio(one.Spending().Where(row => Essentials.Contains(row.Category)), one.Income(), days);
            features[$"cashflow_net_ratio_{days}d"] = one => 1 - one.Ratio(one.Outflow(), one.Inflow(), days);
            features[$"debt_service_ratio_{days}d"] = one =>
                one.Ratio(one.net.Where(row => row.Amount.MinorUnits < 0 && LoanPayments.Contains(row.Category)), one.Income(), days);
            features[$"debt_disbursement_count_{days}d"] = one => one.CountOf(one.In(one.Disbursements(), 0, days - 1).Count(), days - 1);
            features[$"debt_lender_new_count_{days}d"] = one => one.NewLenders(days);
            features[$"returned_fee_count_{days}d"] = one => one.CountOf(
                one.In(one.net.Where(row => row.Category == LackOfFundsFee && row.Amount.MinorUnits < 0), 0, days - 1).Count(), days - 1);
            features[$"returned_debit_count_{days}d"] = one => one.CountOf(one.In(one.returned, 0, days - 1).Count(), days - 1);
            features[$"distress_family_share_{days}d"] = one => one.In(one.Inflow(), 0, days - 1).Count() is var rows && rows is > 0 and < 3
                ? double.NaN : one.Ratio(one.Inflow().Where(row => row.Category == FamilyIn), one.Inflow(), days);
            features[$"data_transaction_count_{days}d"] = one =>
                one.readable.Count == 0 ? double.NaN : one.CountOf(one.In(one.readable, 0, days - 1).Count(), days - 1, evenStale: true);
            features[$"contact_attempt_count_{days}d"] = one => one.Attempts(days);
        }

        return features;
    }

    private static double Divide(double numerator, double denominator) => denominator == 0 ? double.NaN : numerator / denominator;

    private static double Sum(IEnumerable<BankTransaction> rows) => rows.Sum(row => (double)Math.Abs(row.Amount.MinorUnits));

    private static double Median(IEnumerable<double> numbers)
    {
        var sorted = numbers.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static double Deviation(double[] numbers) =>
        Math.Sqrt(numbers.Sum(number => Math.Pow(number - numbers.Average(), 2)) / (numbers.Length - 1));

    private static double Slope(double[] numbers)
    {
        var n = numbers.Length;
        var (x, y) = (Enumerable.Range(0, n).Sum(), numbers.Sum());
        return ((n * Enumerable.Range(0, n).Sum(i => i * numbers[i])) - (x * y)) / ((n * Enumerable.Range(0, n).Sum(i => i * i)) - (x * x));
    }

    private int Ago(DateOnly day) => today - day.DayNumber;

    private int Began() => today - readable.Min(one => one.BookedOn.DayNumber);

    private bool Covered(int newest, int oldest) =>
        isBankKnown && Enumerable.Range(newest, oldest - newest + 1).Count(ago => ago <= Began()) >= 0.9 * (oldest - newest + 1);

    private IEnumerable<BankTransaction> In(IEnumerable<BankTransaction> rows, int newest, int oldest) =>
        rows.Where(row => Ago(row.BookedOn) >= newest && Ago(row.BookedOn) <= oldest);

    private IEnumerable<BankTransaction> Income() => net.Where(row => row.Amount.MinorUnits > 0 && !NoIncome.Contains(row.Category)
        && (row.Category is <= FeeRefund or Cash) && KindOf(row) != BankAccountKind.Card);

    private IEnumerable<BankTransaction> Spending() => net.Where(row => row.Amount.MinorUnits < 0 && !LoanPayments.Contains(row.Category)
        && row.Category is not (OwnTransfer or Savings or Gambling or HealthLike));

    private IEnumerable<BankTransaction> Inflow() => Flow().Where(row => row.Amount.MinorUnits > 0);

    private IEnumerable<BankTransaction> Outflow() => Flow().Where(row => row.Amount.MinorUnits < 0);

    private IEnumerable<BankTransaction> Flow() => net.Where(row => KindOf(row) != BankAccountKind.Card
        && row.Category is not (OwnTransfer or Savings or Gambling or HealthLike));

    private IEnumerable<BankTransaction> Disbursements() =>
        Inflow().Where(row => row.Category is LoanDisbursement or HighCostDisbursement);

    private BankAccountKind KindOf(BankTransaction row) => accounts[row.BankAccountId].Kind;

    private double CountOf(int count, int oldest, bool evenStale = false) => !isBankKnown && !evenStale ? double.NaN
        : count > 0 || Enumerable.Range(0, oldest + 1).Count(ago => ago <= Began()) >= 0.9 * (oldest + 1) ? count
        : double.NaN;

    private double Ratio(IEnumerable<BankTransaction> numerator, IEnumerable<BankTransaction> denominator, int days) =>
        Covered(0, days - 1) ? Divide(Sum(In(numerator, 0, days - 1)), Sum(In(denominator, 0, days - 1))) : double.NaN;

    private double Since(IEnumerable<BankTransaction> rows) =>
        isBankKnown && rows.Any() ? rows.Min(row => Ago(row.BookedOn)) : double.NaN;

    private double[] Baseline(IEnumerable<BankTransaction> rows) => Blocks(rows, first: 1, last: 6);

    private double[] Blocks(IEnumerable<BankTransaction> rows, int first, int last) => !isBankKnown ? [] :
        [.. Enumerable.Range(first, last - first + 1).Where(block => Began() >= (30 * block) + 29)
            .Select(block => Sum(In(rows, 30 * block, (30 * block) + 29)))];

    private double RobustZ(IEnumerable<BankTransaction> rows)
    {
        var blocks = Baseline(rows);
        if (blocks.Length < 4)
        {
            return double.NaN;
        }

        var (value, median) = (Sum(In(rows, 0, 29)), Median(blocks));
        var deviation = Median(blocks.Select(block => Math.Abs(block - median)));
        return value == 0 && median == 0 ? 0 : Divide(value - median, Math.Max(1.4826 * deviation, 0.05 * Math.Abs(median)));
    }

    private double NewLenders(int days) => !isBankKnown || Began() < days - 1 + 35 ? double.NaN : net
        .Where(row => row.Amount.MinorUnits < 0 && row.Category is LoanPayment or HighCostPayment or CardPayment)
        .GroupBy(row => row.Counterparty.ToUpperInvariant())
        .Count(lender => lender.Max(row => Ago(row.BookedOn)) < days);

    private double Attempts(int days)
    {
        var count = history.Contacts.Count(contact => !contact.Inbound && Ago(contact.HappenedOn) < days);
        var began = history.Contacts.Select(contact => Ago(contact.HappenedOn)).Concat(history.Loans.Select(one => Ago(one.Loan.OriginatedOn)))
            .DefaultIfEmpty().Max();
        return history.Contacts.Count == 0 || (count == 0 && began + 1 < 0.9 * days) ? double.NaN : count;
    }

    private double LoanCountOf(int count, int days) => count > 0 || Ago(loan.Loan.OriginatedOn) + 1 >= 0.9 * days ? count : double.NaN;

    private int DaysPastDue(int day) => Due().Where(due => due.Day < day && due.UnpaidOn(day) > 0).Select(due => day - due.Day).FirstOrDefault();

    private IEnumerable<DueAmount> Decided() => Due().Where(due => due.Day < today || due.UnpaidOn(today) == 0);

    private List<DueAmount> Due() => dueAmounts;

    /// <summary>Every instalment due by today, paid from all money in order of due date.</summary>
    private IEnumerable<DueAmount> DueAmounts()
    {
        var reversed = loan.Reversals.Select(reversal => reversal.PaymentId).ToHashSet();
        var paid = loan.Payments.Where(payment => !reversed.Contains(payment.PaymentId)).ToArray();
        var before = 0L;
        foreach (var instalment in loan.Schedule.Where(one => one.DueOn.DayNumber <= today && one.Amount.MinorUnits > 0))
        {
            var already = before;
            before += instalment.Amount.MinorUnits;
            var amount = instalment.Amount.MinorUnits;
            yield return new DueAmount(instalment.DueOn.DayNumber, amount, day => Math.Clamp(
                already + amount - paid.Where(payment => payment.EffectiveOn.DayNumber <= day).Sum(payment => payment.Amount.MinorUnits),
                0,
                amount));
        }
    }

    private (List<BankTransaction> Net, List<BankTransaction> Returned) NetReversedPairs()
    {
        var left = readable.ToList();
        var back = new List<BankTransaction>();
        void Take(BankTransaction credit, BankTransaction debit)
        {
            left.Remove(debit);
            left.Remove(credit);
            if (credit.Category is ReturnedDebit or Uncategorised && debit.Category is not (Gambling or HealthLike))
            {
                back.Add(credit);
            }
        }

        foreach (var debit in readable.Where(row => row.Amount.MinorUnits < 0))
        {
            var credit = readable.FirstOrDefault(row => row.ReturnsId == debit.BankTransactionId && row.Amount.MinorUnits > 0);
            if (credit is not null && credit.Amount == -debit.Amount)
            {
                Take(credit, debit);
            }
        }

        foreach (var credit in readable.Where(row => row.Amount.MinorUnits > 0 && row.Category is ReturnedDebit or FeeRefund).ToArray())
        {
            if (!left.Contains(credit))
            {
                continue;
            }

            var (days, onlyFees) = credit.Category == FeeRefund ? (90, true) : (10, false);
            var debit = left.LastOrDefault(row => row.Amount == -credit.Amount && row.Amount.MinorUnits < 0
                && row.BankAccountId == credit.BankAccountId && row.BookedOn <= credit.BookedOn
                && credit.BookedOn.DayNumber - row.BookedOn.DayNumber <= days && (!onlyFees || row.Category is LackOfFundsFee or OtherFee));
            if (debit is not null)
            {
                Take(credit, debit);
            }
        }

        back.AddRange(left.Where(row => row.Amount.MinorUnits > 0 && row.Category == ReturnedDebit));
        return (left, back);
    }

    /// <summary>A debit and a credit of the same amount on two of the borrower's bank accounts, at most three days apart.</summary>
    private void TakeOwnTransfersOut()
    {
        bool IsCalled(BankTransaction row) => row.Category is OwnTransfer or Savings or CardPayment or CashAdvance;
        bool IsLike(BankTransaction row) => row.Category is Uncategorised or OtherIncome or FamilyIn or FamilyOut;
        var open = net.Where(row => row.Category is not (Salary or Benefit or ReturnedDebit or Gambling or HealthLike)).ToList();
        foreach (var debit in open.Where(row => row.Amount.MinorUnits < 0).ToArray())
        {
            var credit = open
                .Where(row => row.Amount == -debit.Amount && row.Amount.MinorUnits > 0 && row.BankAccountId != debit.BankAccountId
                    && Math.Abs(row.BookedOn.DayNumber - debit.BookedOn.DayNumber) <= 3
                    && (IsCalled(debit) || IsCalled(row) || (IsLike(debit) && IsLike(row))))
                .MinBy(row => Math.Abs(row.BookedOn.DayNumber - debit.BookedOn.DayNumber));
            if (credit is not null)
            {
                open.Remove(credit);
                net.Remove(credit);
                if (KindOf(credit) == BankAccountKind.Card)
                {
                    net[net.IndexOf(debit)] = debit with { Category = CardPayment };
                }
                else
                {
                    net.Remove(debit);
                }
            }
        }
    }

    private sealed record DueAmount(int Day, long Amount, Func<int, long> UnpaidOn);
}
