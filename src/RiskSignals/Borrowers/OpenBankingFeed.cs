using System.Text.Json;
using System.Text.Unicode;

namespace RiskSignals.Borrowers;

/// <summary>
/// Reads open-banking JSON as facts. Unknown fields are ignored; a row with a wrong type is refused with its JSON path, the others are kept.
/// </summary>
public static class OpenBankingFeed
{
    /// <summary>Levels of JSON in one another; published payloads have fewer than ten.</summary>
    public const int DepthMax = 32;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = DepthMax };

    /// <summary>Reads one payload.</summary>
    /// <param name="json">UTF-8 text, with a byte order mark or not.</param>
    /// <param name="format">Null to tell it from the payload's shape.</param>
    /// <param name="name">Name of the file, for errors.</param>
    /// <exception cref="FactRefusedException">Nothing of it can be read; the message says where and why. No other exception is thrown.</exception>
    public static FeedPayload Read(ReadOnlyMemory<byte> json, FeedOrigin origin, FeedFormat? format = null, string name = "payload")
    {
        ArgumentNullException.ThrowIfNull(origin);
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        json = json.Span.StartsWith(mark) ? json[mark.Length..] : json;
        if (!Utf8.IsValid(json.Span))
        {
            throw new FactRefusedException("$", "bytes that are no text", "JSON in UTF-8");
        }

        try
        {
            using var document = JsonDocument.Parse(json, Options);
            var root = new FeedNode(document.RootElement, "$").AsObject();
            var payload = new FeedPayload(name, format ?? FormatOf(root));
            Read(root, payload, origin);
            return payload;
        }
        catch (JsonException fault)
        {
            throw new FactRefusedException(
                "$", $"broken after line {fault.LineNumber}, byte {fault.BytePositionInLine}", $"JSON of at most {DepthMax} levels");
        }
    }

    private static void Read(FeedNode root, FeedPayload payload, FeedOrigin origin)
    {
        var rows = new FeedRows(payload, origin);
        switch (payload.Format)
        {
            case FeedFormat.Obie:
                ObieFeed.Read(root, rows);
                break;
            case FeedFormat.Berlin:
                BerlinFeed.Read(root, rows);
                break;
            default:
                PlaidFeed.Read(root, rows);
                break;
        }
    }

    private static FeedFormat FormatOf(FeedNode root) =>
        root.IsObject("Data") ? FeedFormat.Obie
        : root.IsObject("transactions") || root.IsObject("account") || root.IsArray("balances") ? FeedFormat.Berlin
        : root.IsArray("accounts") ? IsOfBerlin(root) ? FeedFormat.Berlin : FeedFormat.Plaid
        : root.IsArray("transactions") || root.IsArray("added") || root.IsObject("report") || root.Has("request_id") ? FeedFormat.Plaid
        : throw new FactRefusedException(
            "$",
            "an object without accounts, balances or transactions",
            "Data (obie), transactions, account or balances (berlin), accounts or report (plaid)");

    private static bool IsOfBerlin(FeedNode root) =>
        root.Items("accounts").Any(account => account.Element.ValueKind == JsonValueKind.Object && account.AsObject().Has("resourceId"));
}
