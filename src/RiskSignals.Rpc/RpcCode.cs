namespace RiskSignals.Rpc;

/// <summary>How a call ended; the numbers are those of gRPC and travel on the wire.</summary>
public enum RpcCode
{
    Ok = 0,
    Cancelled = 1,
    Unknown = 2,
    InvalidArgument = 3,
    DeadlineExceeded = 4,
    NotFound = 5,
    AlreadyExists = 6,
    PermissionDenied = 7,
    ResourceExhausted = 8,
    FailedPrecondition = 9,
    Aborted = 10,
    OutOfRange = 11,
    Unimplemented = 12,
    Internal = 13,
    Unavailable = 14,
    DataLoss = 15,
    Unauthenticated = 16,
}

internal static class RpcCodes
{
    /// <summary>The code's name in Connect's JSON.</summary>
    public static string ConnectName(RpcCode code) => code switch
    {
        RpcCode.Cancelled => "canceled",
        RpcCode.InvalidArgument => "invalid_argument",
        RpcCode.DeadlineExceeded => "deadline_exceeded",
        RpcCode.NotFound => "not_found",
        RpcCode.AlreadyExists => "already_exists",
        RpcCode.PermissionDenied => "permission_denied",
        RpcCode.ResourceExhausted => "resource_exhausted",
        RpcCode.FailedPrecondition => "failed_precondition",
        RpcCode.Aborted => "aborted",
        RpcCode.OutOfRange => "out_of_range",
        RpcCode.Unimplemented => "unimplemented",
        RpcCode.Internal => "internal",
        RpcCode.Unavailable => "unavailable",
        RpcCode.DataLoss => "data_loss",
        RpcCode.Unauthenticated => "unauthenticated",
        _ => "unknown",
    };

    /// <summary>The HTTP status of a failed Connect unary call.</summary>
    public static int HttpStatus(RpcCode code) => code switch
    {
        RpcCode.Ok => 200,
        RpcCode.Cancelled => 499,
        RpcCode.InvalidArgument or RpcCode.FailedPrecondition or RpcCode.OutOfRange => 400,
        RpcCode.DeadlineExceeded => 504,
        RpcCode.NotFound => 404,
        RpcCode.AlreadyExists or RpcCode.Aborted => 409,
        RpcCode.PermissionDenied => 403,
        RpcCode.ResourceExhausted => 429,
        RpcCode.Unimplemented => 501,
        RpcCode.Unavailable => 503,
        RpcCode.Unauthenticated => 401,
        _ => 500,
    };

    /// <summary>What a gRPC client concludes from an HTTP status that came without a grpc-status.</summary>
    public static RpcCode FromHttpStatus(int status) => status switch
    {
        400 => RpcCode.Internal,
        401 => RpcCode.Unauthenticated,
        403 => RpcCode.PermissionDenied,
        404 => RpcCode.Unimplemented,
        429 or 502 or 503 or 504 => RpcCode.Unavailable,
        _ => RpcCode.Unknown,
    };
}
