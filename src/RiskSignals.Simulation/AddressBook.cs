using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>What the lender has on record to reach one borrower by: it changes, fails and works again.</summary>
/// <remarks>A contact tells only what came of it by chance, so that what is on record here disturbs none.</remarks>
internal sealed class AddressBook(Draws draws, FactLog log)
{
    /// <summary>Share of bounced messages whose number or address is dead.</summary>
    private const double DeadShare = 0.6;

    /// <summary>Share of calls that nobody answers to a number that is not in use.</summary>
    private const double NotInUseShare = 0.06;

    /// <summary>Chance a day that a borrower mends what failed.</summary>
    private const double MendedPerDay = 1.0 / 45;

    private const double GoneAwayShare = 0.25;

    private static readonly ContactDetailKind[] Kinds = Enum.GetValues<ContactDetailKind>();

    private readonly ContactDetail?[] held = new ContactDetail?[Kinds.Length];

    /// <summary>What a borrower gives when applying for the first loan; some leave out one or the other.</summary>
    public void Register(DateOnly day)
    {
        var stream = draws.Fixed(Purpose.Details);
        foreach (var kind in Kinds)
        {
            if (stream.Chance(ShareWith(kind)))
            {
                Begin(kind, day.AddDays(-stream.Whole(30, 2500)), Instant.At(day, hour: 9));
            }
        }
    }

    /// <summary>Numbers and addresses that change, or are put right, today.</summary>
    public void BeginDay(DateOnly day)
    {
        foreach (var kind in Kinds)
        {
            if (held[(int)kind] is not { } detail)
            {
                continue;
            }

            var stream = draws.On(day, Purpose.Details, (int)kind);
            if (stream.Chance(detail.FailedOn is null ? ChangesPerYear(kind) / 365 : MendedPerDay))
            {
                var told = Instant.At(day.AddDays(stream.Chance(0.5) ? 0 : stream.Whole(1, 14)), hour: 15);
                Tell(detail with { EndsOn = day.AddDays(-1), KnownOn = told });
                Begin(kind, day, held[(int)kind]!.KnownOn);
            }
        }
    }

    /// <summary>What a contact tells of the number or address it went to.</summary>
    public void Note(SimulatedLoan loan, ContactChannel channel, ContactResult result, Instant knownOn)
    {
        var kind = channel == ContactChannel.Email ? ContactDetailKind.Email : ContactDetailKind.Phone;
        if (held[(int)kind] is not { } detail)
        {
            return;
        }

        var stream = draws.On(knownOn.Day, Purpose.Details, 100 + (10 * loan.Number) + (int)channel);
        if (result == ContactResult.Bounced ? stream.Chance(DeadShare) : result == ContactResult.Attempted && stream.Chance(NotInUseShare))
        {
            Tell(detail with { FailedOn = knownOn.Day, KnownOn = knownOn });
        }
        else if (result is not (ContactResult.Bounced or ContactResult.Attempted) && detail.FailedOn is not null)
        {
            Tell(detail with { FailedOn = null, KnownOn = knownOn });
        }
    }

    /// <summary>Some who are long past due have gone: letters come back, and nothing else works either.</summary>
    public void Trace(SimulatedLoan loan, DateOnly day)
    {
        if (!draws.On(day, Purpose.Details, 1000 + loan.Number).Chance(GoneAwayShare))
        {
            return;
        }

        foreach (var kind in Kinds)
        {
            if (held[(int)kind] is { } detail)
            {
                Tell(detail with { FailedOn = day, KnownOn = Instant.At(day, hour: 16) });
            }
        }
    }

    private static double ShareWith(ContactDetailKind kind) => kind switch
    {
        ContactDetailKind.Phone => 0.97,
        ContactDetailKind.Email => 0.92,
        _ => 1,
    };

    private static double ChangesPerYear(ContactDetailKind kind) => kind switch
    {
        ContactDetailKind.Phone => 0.15,
        ContactDetailKind.Email => 0.08,
        _ => 0.12,
    };

    private void Begin(ContactDetailKind kind, DateOnly startsOn, Instant knownOn) => Tell(
        new ContactDetail(log.BorrowerId, log.NewId('K'), kind, startsOn, EndsOn: null, FailedOn: null, knownOn));

    /// <summary>A version is learnt after the one before it, if only by a second.</summary>
    private void Tell(ContactDetail detail)
    {
        if (held[(int)detail.Kind] is { } before && before.ContactDetailId == detail.ContactDetailId && detail.KnownOn <= before.KnownOn)
        {
            detail = detail with { KnownOn = new Instant(before.KnownOn.UnixSeconds + 1) };
        }

        held[(int)detail.Kind] = detail;
        log.Add(detail);
    }
}
