namespace RiskSignals.Simulation.Tests;

/// <summary>
/// Each planted fault is really there: plain counts over the written files of a lender with the fault and of the same lender without,
/// which must not show it.
/// </summary>
public sealed class PlantedFaultsTests(PlantedLenders lenders) : IClassFixture<PlantedLenders>
{
    private static readonly DateOnly From = PlantedLenders.ChangesFrom;

    [Fact]
    public void A_leak_puts_letters_before_the_instalments_that_are_then_missed()
    {
        var (with, without) = (LetterShares(lenders.With(Plant.Leak)), LetterShares(lenders.Honest));
        var told = $"missed {with.Missed:0.000} paid {with.Paid:0.000}; honest lender missed {without.Missed:0.000} paid {without.Paid:0.000}";
        Assert.True(with.Missed > 0.75 && with.Paid < 0.02, told);
        Assert.True(without.Missed < 0.05 && without.Paid < 0.05, told);

        static (double Missed, double Paid) LetterShares(WrittenFiles files)
        {
            var letters = files["contacts"].Where(row => row["inbound"] == "false").ToLookup(row => row["loan_id"], row => row.Day("known_on"));
            var first = DueInstalment.Of(files).Where(due => !due.MissedBefore).ToLookup(
                due => due.Missed,
                due => letters[due.LoanId].Any(on => on < due.DueOn && on >= due.DueOn.AddDays(-21)) ? 1.0 : 0);
            return (first[true].Average(), first[false].Average());
        }
    }

    [Fact]
    public void Every_leaked_letter_is_listed_with_the_day_it_was_really_written()
    {
        var files = lenders.With(Plant.Leak);
        var contacts = files["contacts"].ToLookup(row => row["contact_id"]);
        Assert.NotEmpty(files["truth/plants"]);
        foreach (var planted in files["truth/plants"])
        {
            var letter = Assert.Single(contacts[planted["subject_id"]]);
            Assert.True(letter.Day("known_on") < planted.Day("known_on").AddDays(-8), planted["subject_id"]);
            Assert.Equal($"known_on {letter.Day("known_on"):yyyy-MM-dd}", planted["told"]);
        }
    }

    [Fact]
    public void Drift_shifts_pay_and_spending_but_not_what_follows_from_them()
    {
        var files = lenders.With(Plant.Drift);
        var (with, without) = (Shifts(files), Shifts(lenders.Honest));
        var told = $"planted {with}; honest lender {without}";
        Assert.True(with.Pay > 1.08 && with.Groceries > without.Groceries + 0.08 && with.NewPay < 0.9 * without.NewPay, told);
        Assert.InRange(without.Pay, 0.98, 1.03);
        var (linked, usual) = (LogOddsRatio(files, after: true), LogOddsRatio(lenders.Honest, after: true));
        Assert.True(Math.Abs(linked.Value - usual.Value) < 2 * Math.Sqrt(linked.Variance + usual.Variance), $"log odds ratios {linked} and {usual}");

        // Median growth of a borrower's pay; groceries' part of the shopping; pay of new borrowers over that of the others.
        static (double Pay, double Groceries, double NewPay) Shifts(WrittenFiles files)
        {
            var growth = files["bank_transactions"].Where(row => row["category"] == "salary").GroupBy(row => row["borrower_id"])
                .Select(rows => (
                    Before: rows.Where(row => row.Day("booked_on") < From).Select(row => row.Whole("amount")).Order().ToArray(),
                    After: rows.Where(row => row.Day("booked_on") >= From.AddDays(8)).Select(row => row.Whole("amount")).Order().ToArray()))
                .Where(pay => pay.Before.Length >= 3 && pay.After.Length >= 3)
                .Select(pay => (double)pay.After[pay.After.Length / 2] / pay.Before[pay.Before.Length / 2])
                .Order().ToArray();
            var shopping = files["bank_transactions"].Where(row => row["state"] == "posted" && row.Day("booked_on") >= From)
                .Where(row => row["category"] is "groceries" or "discretionary").ToLookup(row => row["category"], row => row.Whole("amount"));
            var newcomers = files["loans"].DistinctBy(row => row["borrower_id"]).Where(row => row.Day("originated_on") >= From)
                .Select(row => row["borrower_id"]).ToHashSet();
            var pay = files["bank_transactions"].Where(row => row["category"] == "salary")
                .ToLookup(row => newcomers.Contains(row["borrower_id"]), row => row.Whole("amount"));
            return (
                growth[growth.Length / 2],
                (double)shopping["groceries"].Sum() / (shopping["groceries"].Sum() + shopping["discretionary"].Sum()),
                pay[true].Average() / pay[false].Average());
        }
    }

    [Fact]
    public void A_recession_multiplies_the_shocks_and_shows_in_missing_pay_and_returned_debits()
    {
        var (with, without) = (Strains(lenders.With(Plant.Recession)), Strains(lenders.Honest));
        var told = $"planted {with}; honest lender {without}";
        Assert.True(with.Shocks > 2.5 * without.Shocks && with.Payless > 1.1 * without.Payless && with.Returned > 1.3 * without.Returned, told);
        Assert.Equal(without.ShocksBefore, with.ShocksBefore);

        static (int ShocksBefore, int Shocks, int Payless, int Returned) Strains(WrittenFiles files)
        {
            var shocks = files["truth/shocks"].Where(row => row["kind"] != "high_cost_borrowing").ToLookup(row => row.Day("starts_on") >= From);
            var rows = files["bank_transactions"].Where(row => row["state"] == "posted").ToArray();
            var paid = rows.Where(row => row["category"] is "salary" or "gig").Select(Month).ToHashSet();
            var seen = rows.Where(row => row.Day("booked_on") >= From).Select(Month).Distinct().Count(month => !paid.Contains(month));
            var returned = files["payment_reversals"].Count(row => row.Day("reversed_on") >= From);
            return (shocks[false].Count(), shocks[true].Count(), seen, returned);
        }

        static (string, int, int) Month(Row row) => (row["borrower_id"], row.Day("booked_on").Year, row.Day("booked_on").Month);
    }

    [Fact]
    public void Biased_overrides_withhold_contacts_from_one_group_of_like_people_who_then_pay_later()
    {
        var files = lenders.With(Plant.BiasedOverrides);
        var withheld = files["truth/plants"].Where(row => row["told"] != "as_usual").Select(row => row["borrower_id"]).ToHashSet();
        var (with, without) = (OpenAmounts(files), OpenAmounts(lenders.Honest));
        var pairs = with.Where(pair => without.ContainsKey(pair.Key)).Select(pair => (With: pair.Value, Without: without[pair.Key])).ToArray();
        var later = pairs.Select(pair => (double)(pair.With.DaysOpen - pair.Without.DaysOpen)).ToArray();
        var z = later.Average() / Math.Sqrt(later.Sum(days => days * days) / later.Length / later.Length);
        var contacts = (With: pairs.Average(pair => pair.With.Contacts), Without: pairs.Average(pair => pair.Without.Contacts));
        Assert.True(contacts.With < 0.25 * contacts.Without && z > 3, $"contacts {contacts}, paid {later.Average()} days later, z {z} of {pairs.Length}");

        // The groups are alike but for how they are treated: chi-squared of persona by group, 6 degrees of freedom, 0.1 % at 22.5.
        var personas = files["truth/borrowers"].Select(row => (row["persona"], withheld.Contains(row["borrower_id"]))).ToArray();
        Assert.True(ChiSquared(personas) < 22.5, $"chi-squared {ChiSquared(personas)}");
        Assert.InRange(withheld.Count / (double)personas.Length, 0.3, 0.5);

        // The group's amounts still open 3 days after they were due, which is before any contact.
        Dictionary<(string, DateOnly), (int Contacts, int DaysOpen)> OpenAmounts(WrittenFiles all)
        {
            var contactedOn = all["contacts"].Where(row => row["inbound"] == "false").DistinctBy(row => row["contact_id"])
                .ToLookup(row => row["loan_id"], row => row.Day("happened_at"));
            return DueInstalment.Of(all).Where(due => withheld.Contains(due.BorrowerId) && due.DaysOpen > 3).ToDictionary(
                due => (due.LoanId, due.DueOn),
                due => (contactedOn[due.LoanId].Count(on => on > due.DueOn && on <= due.DueOn.AddDays(30)), due.DaysOpen));
        }
    }

    [Fact]
    public void A_broken_feed_multiplies_flips_renames_or_silences_some_bank_accounts_from_the_day()
    {
        var files = lenders.With(Plant.BrokenFeed);
        var (with, without) = (Damages(files), Damages(lenders.Honest));
        var told = $"planted {with}; honest lender {without}";
        Assert.True(with.Multiplied > 5 && with.Flipped > 5 && with.Renamed > 5 && with.Silent > without.Silent + 5, told);
        Assert.True(without.Multiplied == 0 && without.Flipped == 0 && without.Renamed == 0, told);
        Assert.Equal(
            ["amounts_times_100", "categories_shifted", "signs_flipped", "silent"],
            files["truth/plants"].Select(row => row["told"]).Distinct().Order(StringComparer.Ordinal));

        static (int Multiplied, int Flipped, int Renamed, int Silent) Damages(WrittenFiles files)
        {
            var (multiplied, flipped, renamed, silent) = (0, 0, 0, 0);
            var consents = files["consents"].ToLookup(row => row["bank_account_id"]);
            foreach (var rows in files["bank_transactions"].Where(row => row["state"] == "posted").GroupBy(row => row["bank_account_id"]))
            {
                var before = rows.Where(row => row.Day("known_on") < From).ToArray();
                var after = rows.Where(row => row.Day("known_on") >= From && row.Day("known_on") < From.AddDays(90)).ToArray();
                if (before.Length < 50)
                {
                    continue;
                }

                silent += after.Length == 0 && consents[rows.Key].Any(row => row.Day("granted_on") < From && row.Day("expires_on") > From.AddDays(30)) ? 1 : 0;
                if (after.Length < 20)
                {
                    continue;
                }

                multiplied += Median(after) / Median(before) > 30 ? 1 : 0;
                flipped += Kept(before, after, row => row.Whole("amount") > 0 ? "in" : "out") < 0.2 ? 1 : 0;
                renamed += Kept(before, after, row => row["category"]) < 0.2 ? 1 : 0;
            }

            return (multiplied, flipped, renamed, silent);
        }

        // Share of the later rows that say of their counterparty what was said most often before.
        static double Kept(Row[] before, Row[] after, Func<Row, string> saying)
        {
            var said = before.GroupBy(row => row["counterparty"])
                .ToDictionary(rows => rows.Key, rows => rows.GroupBy(saying).MaxBy(same => same.Count())!.Key);
            return after.Where(row => said.ContainsKey(row["counterparty"])).Average(row => said[row["counterparty"]] == saying(row) ? 1.0 : 0);
        }

        static double Median(Row[] rows) => rows.Select(row => Math.Abs(row.Whole("amount"))).Order().ElementAt(rows.Length / 2);
    }

    [Fact]
    public void Concept_drift_turns_the_link_between_the_way_of_paying_and_misses_around_and_leaves_the_inputs()
    {
        var files = lenders.With(Plant.ConceptDrift);
        var (with, without) = (LogOddsRatio(files, after: true), LogOddsRatio(lenders.Honest, after: true));
        var z = (without.Value - with.Value) / Math.Sqrt(without.Variance + with.Variance);
        Assert.True(
            z > 3 && with.Value < 0.6 * without.Value && without.Value > 1,
            $"log odds ratio of a miss: planted {with}, honest lender {without}, z {z}");
        Assert.Equal(LogOddsRatio(lenders.Honest, after: false), LogOddsRatio(files, after: false));
        Assert.InRange(MonthlyIncome(files) / MonthlyIncome(lenders.Honest), 0.98, 1.02);

        static double MonthlyIncome(WrittenFiles files) =>
            files["bank_transactions"].Where(row => row["category"] == "salary" && row.Day("booked_on") >= From).Average(row => row.Whole("amount"));
    }

    [Fact]
    public void Label_contamination_changes_an_eighth_of_the_payments_and_the_truth_file_puts_every_one_right()
    {
        var files = lenders.With(Plant.LabelContamination);
        var right = lenders.Honest["payments"];
        var rows = files["payments"].Select(row => string.Join(',', row.Values)).ToHashSet();
        var changed = right.Where(row => !rows.Contains(string.Join(',', row.Values))).Select(row => row["payment_id"]).Distinct().ToArray();
        var kept = lenders.Honest["payment_reversals"].Select(row => row["payment_id"]).ToHashSet();
        Assert.InRange(changed.Length / (double)right.Count(row => !kept.Contains(row["payment_id"])), 0.10, 0.14);

        var truth = files["truth/plants"].ToDictionary(row => row["subject_id"]);
        Assert.Equal(changed.Order(StringComparer.Ordinal), truth.Keys.Order(StringComparer.Ordinal));
        foreach (var row in right.Where(row => truth.ContainsKey(row["payment_id"])).DistinctBy(row => row["payment_id"]))
        {
            var planted = truth[row["payment_id"]];
            Assert.Equal(
                (row["loan_id"], row["amount"], row["effective_on"], row.Day("known_on")),
                (planted["loan_id"], planted["amount"], planted["happened_on"], planted.Day("known_on")));
        }

        var ways = files["truth/plants"].ToLookup(row => row["told"].Split(' ')[0]);
        Assert.All(["late", "never", "on"], way => Assert.InRange(ways[way].Count(), truth.Count / 10, truth.Count));
        var (wrong, honest) = (Misses(files), Misses(lenders.Honest));
        var flips = honest.Count(pair => wrong.TryGetValue(pair.Key, out var missed) && missed != pair.Value);
        Assert.True(flips > honest.Count / 50, $"{flips} labels of {honest.Count} are wrong");

        static Dictionary<(string, DateOnly), bool> Misses(WrittenFiles all) =>
            DueInstalment.Of(all).ToDictionary(due => (due.LoanId, due.DueOn), due => due.Missed);
    }

    [Fact]
    public void Faults_of_records_leave_every_other_file_as_it_was()
    {
        foreach (var (plant, files) in new[] { (Plant.Leak, "contacts"), (Plant.BrokenFeed, "bank_transactions"), (Plant.LabelContamination, "payments") })
        {
            var planted = lenders.With(plant);
            var changed = planted.Names().Where(name => planted.Text(name) != lenders.Honest.Text(name)).ToHashSet();
            changed.ExceptWith([files, "truth/plants", plant == Plant.BrokenFeed ? "truth/categories" : files]);
            Assert.Empty(changed);
        }
    }

    [Fact]
    public void Without_a_fault_the_truth_lists_none() => Assert.Empty(lenders.Honest["truth/plants"]);

    [Fact]
    public void With_every_fault_the_same_seed_gives_the_same_bytes_and_more_borrowers_leave_the_earlier_ones()
    {
        var all = PlantedLenders.Parameters with { Borrowers = 70, Plants = new(Enum.GetValues<Plant>(), From) };
        using var first = new WrittenFiles(all);
        using var again = new WrittenFiles(all);
        using var more = new WrittenFiles(all with { Borrowers = 90 });
        Assert.Equal(first.Summary, again.Summary);
        Assert.All(first.Names(), name => Assert.StartsWith(first.Text(name), more.Text(name), StringComparison.Ordinal));
        var lender = new SimulatedLender(all);
        Assert.Equal(lender.Live(69).Facts, new SimulatedLender(all).Live(69).Facts);
    }

    [Fact]
    public void Lived_day_by_day_the_faults_are_told_as_in_the_files_and_leaked_letters_come_late()
    {
        var all = PlantedLenders.Parameters with { Borrowers = 25, Months = 10, Plants = new(Enum.GetValues<Plant>(), new(2024, 3, 1)) };
        var run = new SimulationRun(all);
        var (told, lateLetters) = (new List<Borrowers.Fact>(), 0);
        while (!run.IsOver)
        {
            var learnt = run.Step();
            lateLetters += learnt.OfType<Borrowers.Contact>()
                .Count(contact => contact.Channel == Borrowers.ContactChannel.Letter && contact.KnownOn.Day < run.Today.AddDays(-8));
            told.AddRange(learnt);
        }

        var lender = new SimulatedLender(all);
        var lives = Enumerable.Range(0, 25).Select(lender.Live).ToArray();
        Assert.Equal(
            lives.SelectMany(life => life.Facts).Select(fact => fact.ToString()).Order(StringComparer.Ordinal),
            told.Select(fact => fact.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(lives.Sum(life => life.Planted.Count(planted => planted.Plant == Plant.Leak)), lateLetters);
        Assert.True(lateLetters > 0);
    }

    [Fact]
    public void Unknown_faults_are_refused_with_those_that_can_be_planted()
    {
        Assert.Equal([Plant.Leak, Plant.BrokenFeed, Plant.ConceptDrift], PlantedFaults.Parse(["broken-feed,leak", "concept-drift"]).Kinds);
        var message = Assert.Throws<ArgumentException>(() => PlantedFaults.Parse(["leak,flood", "fire"])).Message;
        Assert.Contains("'flood', 'fire'", message, StringComparison.Ordinal);
        Assert.All(PlantedFaults.Words, word => Assert.Contains(word, message, StringComparison.Ordinal));
        var outside = PlantedLenders.Parameters with { Months = 9, Plants = PlantedFaults.Parse(["drift"]) };
        Assert.Contains("2025-01-01", Assert.Throws<ArgumentException>(() => new SimulatedLender(outside)).Message, StringComparison.Ordinal);
    }

    /// <summary>Odds of a miss of those who send their payments over the odds of those whose payments are collected.</summary>
    private static (double Value, double Variance) LogOddsRatio(WrittenFiles files, bool after)
    {
        var collected = files["truth/borrowers"].ToDictionary(row => row["borrower_id"], row => row["direct_debit"] == "true");
        var dues = DueInstalment.Of(files).Where(due => (due.DueOn >= From) == after && (after || due.DueOn < From.AddDays(-7)))
            .CountBy(due => (collected[due.BorrowerId], due.Missed)).ToDictionary();
        var counts = new[] { dues[(false, true)], dues[(true, false)], dues[(false, false)], dues[(true, true)] };
        return (Math.Log((double)counts[0] * counts[1] / ((double)counts[2] * counts[3])), counts.Sum(count => 1.0 / count));
    }

    private static double ChiSquared((string Row, bool Column)[] pairs)
    {
        var sum = 0.0;
        foreach (var row in pairs.GroupBy(pair => pair.Row))
        {
            foreach (var column in new[] { true, false })
            {
                var expected = row.Count() * pairs.Count(pair => pair.Column == column) / (double)pairs.Length;
                var difference = row.Count(pair => pair.Column == column) - expected;
                sum += difference * difference / expected;
            }
        }

        return sum;
    }
}

/// <summary>A lender with each fault and the same one without, written once.</summary>
public sealed class PlantedLenders : IDisposable
{
    private readonly Dictionary<Plant, WrittenFiles> planted = [];

    private readonly Lazy<WrittenFiles> honest = new(() => new(Parameters));

    internal static DateOnly ChangesFrom { get; } = new(2024, 7, 1);

    internal static SimulationParameters Parameters { get; } = Portfolio.Lender(borrowers: 300, months: 18, seed: 21);

    internal WrittenFiles Honest => honest.Value;

    public void Dispose()
    {
        Honest.Dispose();
        foreach (var files in planted.Values)
        {
            files.Dispose();
        }
    }

    /// <summary>Faults of records and staff are there from the first day, changes of the world from <see cref="ChangesFrom"/>.</summary>
    internal WrittenFiles With(Plant plant)
    {
        if (!planted.TryGetValue(plant, out var files))
        {
            var always = plant is Plant.Leak or Plant.LabelContamination or Plant.BiasedOverrides;
            planted[plant] = files = new(Parameters with { Plants = new([plant], always ? null : ChangesFrom) });
        }

        return files;
    }
}
