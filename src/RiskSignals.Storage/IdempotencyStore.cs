using System.Data.Common;
using System.Security.Cryptography;
using Dapper;

namespace RiskSignals.Storage;

/// <summary>What a writing call answered.</summary>
/// <param name="GrpcStatus">0 for OK.</param>
/// <param name="Response">The response message's bytes.</param>
public sealed record Reply(int GrpcStatus, byte[] Response);

/// <summary>What became of a call made under an idempotency key.</summary>
public enum IdempotentOutcome
{
    /// <summary>The first of its key: the effect took place and the reply was kept.</summary>
    Done,

    /// <summary>A repetition: no effect, the reply is the one kept.</summary>
    Repeated,

    /// <summary>The key was used for another request: no effect, no reply.</summary>
    OtherRequest,

    /// <summary>The first call of the key is still at work: no effect, no reply; try again later.</summary>
    InProgress,
}

/// <summary>The outcome, and the reply where there is one.</summary>
public sealed record IdempotentResult(IdempotentOutcome Outcome, Reply? Reply);

/// <summary>Lets a writing call that is sent several times under one key have its effect once and its reply each time.</summary>
public sealed class IdempotencyStore(Database database)
{
    /// <summary>How long replies are kept.</summary>
    public static readonly TimeSpan DefaultKeep = TimeSpan.FromDays(7);

    /// <summary>Has an effect unless the key has had one. Effect and reply are kept in one transaction, or neither.</summary>
    /// <param name="effect">
    /// Does its writing in the transaction given and answers; if it throws, the key stays free. It may be called again after a deadlock.
    /// </param>
    /// <param name="keepFor">How long the reply is kept; null for <see cref="DefaultKeep"/>.</param>
    public IdempotentResult Once(
        string tenant, string key, ReadOnlySpan<byte> request, Func<DbTransaction, Reply> effect, TimeSpan? keepFor = null)
    {
        ArgumentNullException.ThrowIfNull(effect);
        var hash = Convert.ToHexStringLower(SHA256.HashData(request));
        var keep = (long)(keepFor ?? DefaultKeep).TotalMilliseconds;
        try
        {
            return database.Write(transaction => Once(transaction, new Call(tenant, key, hash, keep), effect));
        }
        catch (DbException exception) when (database.IsWaitedFor(exception))
        {
            return new IdempotentResult(IdempotentOutcome.InProgress, null);
        }
    }

    /// <summary>Deletes replies whose time is over.</summary>
    /// <returns>How many.</returns>
    public int Forget() => database.Write(transaction => transaction.Connection!.Execute(
        $"DELETE FROM idempotent_replies WHERE expires_at <= {database.NowMilliseconds}", transaction: transaction));

    private IdempotentResult Once(DbTransaction transaction, Call call, Func<DbTransaction, Reply> effect)
    {
        var connection = transaction.Connection!;
        database.LimitWaiting(transaction);
        connection.Execute(
            $"DELETE FROM idempotent_replies WHERE tenant = @Tenant AND key = @Key AND expires_at <= {database.NowMilliseconds}", call, transaction);
        var first = connection.Execute(
            $"""
            INSERT INTO idempotent_replies (tenant, key, request_sha256, grpc_status, expires_at)
            VALUES (@Tenant, @Key, @Hash, 0, {database.NowMilliseconds} + @Keep) ON CONFLICT DO NOTHING
            """,
            call,
            transaction) == 1;
        if (first)
        {
            var reply = effect(transaction);
            connection.Execute(
                "UPDATE idempotent_replies SET grpc_status = @GrpcStatus, response = @Response WHERE tenant = @Tenant AND key = @Key",
                new { call.Tenant, call.Key, reply.GrpcStatus, reply.Response },
                transaction);
            return new IdempotentResult(IdempotentOutcome.Done, reply);
        }

        var kept = connection.QuerySingle<KeptReply>(
            "SELECT request_sha256, grpc_status, response FROM idempotent_replies WHERE tenant = @Tenant AND key = @Key", call, transaction);
        return kept.RequestSha256 == call.Hash
            ? new IdempotentResult(IdempotentOutcome.Repeated, new Reply((int)kept.GrpcStatus, kept.Response))
            : new IdempotentResult(IdempotentOutcome.OtherRequest, null);
    }

    private sealed record Call(string Tenant, string Key, string Hash, long Keep);

    private sealed record KeptReply
    {
        public string RequestSha256 { get; init; } = "";

        public long GrpcStatus { get; init; }

        public byte[] Response { get; init; } = [];
    }
}
