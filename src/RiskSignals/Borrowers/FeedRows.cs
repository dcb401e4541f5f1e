using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RiskSignals.Borrowers;

/// <summary>Gathers what one payload tells: what the three formats have in common once a row is read.</summary>
internal sealed class FeedRows(FeedPayload payload, FeedOrigin origin)
{
    private readonly Dictionary<string, int> alike = new(StringComparer.Ordinal);

    public FeedPayload Payload => payload;

    public FeedOrigin Origin => origin;

    /// <summary>Reads each item; one that is refused doesn't keep the others out.</summary>
    /// <param name="kind">What an item becomes.</param>
    public void Each(FactKind kind, IEnumerable<FeedNode> items, Action<FeedNode> read)
    {
        foreach (var item in items)
        {
            try
            {
                read(item.AsObject());
            }
            catch (FactRefusedException fault)
            {
                payload.Refused.Add(new FeedFault(payload.Name, fault, kind));
            }
        }
    }

    /// <summary>A bank account of a kind that is read.</summary>
    /// <param name="kind">Null if it is of another kind, which leaves it out with its rows.</param>
    public void Add(FeedNode node, string id, BankAccountKind? kind, string currency, string currencyPath, Money? overdraft)
    {
        if (kind is { } of)
        {
            payload.Accounts.Add(new(new BankAccount(origin.BorrowerId, id, of, currency, overdraft, origin.KnownOn), node.Path, currency, currencyPath));
        }
        else
        {
            payload.AccountsLeftOut.Add(id);
        }
    }

    /// <summary>A bank transaction as the feed words it.</summary>
    public void Add(FeedNode node, in FeedTransaction told)
    {
        var (counterparty, description) = (Clean(told.Counterparty), Clean(told.Description));
        var isPrivate = told.IsPrivate || PrivateWords.Reveal(counterparty) || PrivateWords.Reveal(description);
        var category = isPrivate ? BankCategory.Uncategorised : LenderWords.Refine(told.Category, counterparty, description);
        if (isPrivate)
        {
            payload.TextsDropped++;
            (counterparty, description) = ("", "");
        }
        else if (told.Amount < Money.Zero && (IsOwn(counterparty) || IsOwn(description)))
        {
            category = BankCategory.OwnLoanPayment;
        }

        payload.Transactions.Add(new(
            new BankTransaction(
                origin.BorrowerId,
                told.Id ?? Derived(told),
                told.BankAccountId,
                told.BookedOn,
                told.Amount,
                told.State == BankTransactionState.Posted ? told.BalanceAfter : null,
                told.State,
                category,
                counterparty,
                description,
                told.State == BankTransactionState.Posted ? told.ReplacesId : null,
                ReturnsId: null,
                origin.KnownOn),
            node.Path,
            told.Currency,
            told.CurrencyPath));
    }

    /// <summary>One line without control characters, of at most the length a fact may hold.</summary>
    private static string Clean(string? text)
    {
        if (text is null)
        {
            return "";
        }

        var clean = new StringBuilder(Math.Min(text.Length, FactField.TextLengthMax));
        foreach (var letter in text)
        {
            var isSpace = char.IsControl(letter) || char.IsWhiteSpace(letter);
            if (!isSpace || (clean.Length > 0 && clean[^1] != ' '))
            {
                clean.Append(isSpace ? ' ' : letter);
            }

            if (clean.Length == FactField.TextLengthMax)
            {
                break;
            }
        }

        if (clean.Length > 0 && char.IsHighSurrogate(clean[^1]))
        {
            clean.Length--;
        }

        return clean.ToString().TrimEnd();
    }

    private bool IsOwn(string text) => origin.OwnNames?.Any(name => text.Contains(name, StringComparison.OrdinalIgnoreCase)) == true;

    /// <summary>
    /// An id for a row without one: the same row of the next fetch gets the same. Rows alike in all that is told are numbered in their order.
    /// </summary>
    private string Derived(in FeedTransaction told)
    {
        var content = string.Create(
            CultureInfo.InvariantCulture,
            $"{told.BankAccountId}\n{told.BookedOn:yyyy-MM-dd}\n{told.Amount.MinorUnits}\n{told.Currency}\n{told.Counterparty}\n{told.Description}");
        var number = alike[content] = alike.GetValueOrDefault(content) + 1;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{content}\n{number}")));
        return "x" + Convert.ToHexStringLower(hash.AsSpan(0, 16));
    }
}

/// <summary>One bank transaction as a format tells it.</summary>
/// <param name="Id">Null if the feed gives none.</param>
/// <param name="IsPrivate">Whether the feed's own code says that it reveals belief, politics or union membership.</param>
internal readonly record struct FeedTransaction(
    string? Id,
    string BankAccountId,
    DateOnly BookedOn,
    Money Amount,
    string Currency,
    string CurrencyPath,
    Money? BalanceAfter,
    BankTransactionState State,
    BankCategory Category,
    bool IsPrivate,
    string? Counterparty,
    string? Description,
    string? ReplacesId);
