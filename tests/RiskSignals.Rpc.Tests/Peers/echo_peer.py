"""Calls the echo server as Python's gRPC does and prints one observation a line: name, '|', what was seen."""

import sys
import threading

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

import echo_pb2
import echo_pb2_grpc
import health_pb2
import health_pb2_grpc
import reflection_pb2

H2C, TLS, CERTIFICATE = sys.argv[1:4]
ECHO = "risksignals.rpc.tests.Echo"
Request = echo_pb2.EchoRequest


def see(name, value):
    print(f"{name} | {value}", flush=True)


def outcome(call):
    """What a call returned, or its code and details."""
    try:
        return call()
    except grpc.RpcError as error:
        return f"{error.code().name} {error.details()!r}"


def code(call):
    return str(outcome(call)).split(" ", 1)[0]


def unary(channel, path):
    return channel.unary_unary(path, Request.SerializeToString, echo_pb2.EchoReply.FromString)


def basics(channel):
    echo = echo_pb2_grpc.EchoStub(channel)
    see("say", echo.Say(Request(text="grüße", count=7)).text)
    _, call = echo.Say.with_call(Request(text="four"))
    trailers = dict(call.trailing_metadata())
    see("trailers", f"{trailers['echo-length']} {trailers['echo-bin']}")
    see("compressed", len(echo.Say(Request(text="ab" * 3000), compression=grpc.Compression.Gzip).text))
    see("four megabytes", len(echo.Say(Request(payload=bytes(4_000_000))).payload))
    see("too large", code(lambda: echo.Say(Request(payload=bytes(5_000_000)))))
    numbers = [reply.number for reply in echo.Repeat(Request(count=10_000, text="x"))]
    see("stream", f"{len(numbers)} {numbers == sorted(numbers)} {sum(numbers)}")
    see("empty stream", len(list(echo.Repeat(Request(count=0)))))
    see("metadata", describe(echo))
    see("peer", echo.Describe(Request()).peer.split(":")[0])
    futures = [echo.Say.future(Request(count=n)) for n in range(500)]
    see("many at a time", sum(future.result().number for future in futures))


def describe(echo):
    metadata = (("x-text", "from python"), ("x-data-bin", b"\x00\x01\xff"), ("x-data-bin", b"\x02"))
    seen = echo.Describe(Request(), metadata=metadata)
    return f"{seen.metadata_text} {seen.metadata_bytes}"


def failures(channel):
    echo = echo_pb2_grpc.EchoStub(channel)
    see("fail", outcome(lambda: echo.Fail(Request(text="100 % ü\n", fail_code=9))))
    see("exception", code(lambda: echo.Fail(Request(text="hunter2"))))
    see("exception leaks", "hunter2" in outcome(lambda: echo.Fail(Request(text="hunter2"))))
    seen = 0
    try:
        for _ in echo.RepeatThenFail(Request(count=20, text="stop", fail_code=10)):
            seen += 1
    except grpc.RpcError as error:
        see("stream that fails", f"{seen} {error.code().name} {error.details()}")
    see("deadline", code(lambda: echo.Wait(Request(text="deadline"), timeout=0.2)))
    see("deadline in a stream", code(lambda: list(echo.WaitInStream(Request(text="deadline"), timeout=0.2))))
    see("unknown method", code(lambda: unary(channel, f"/{ECHO}/Absent")(Request())))
    see("unknown service", code(lambda: unary(channel, "/absent.Service/Say")(Request())))
    call = echo.WaitInStream(Request(text="python left"))
    next(call)
    call.cancel()
    see("cancelled", code(lambda: list(call)))


def conversation(channel):
    """Sends each message only after the reply to the one before, so that neither side may wait for the other's end."""
    answered = threading.Semaphore(1)

    def requests():
        for number in range(50):
            answered.acquire()
            yield Request(text=str(number))

    replies = []
    for reply in echo_pb2_grpc.EchoStub(channel).Converse(requests()):
        replies.append(reply.text)
        answered.release()
    see("conversation", replies == [str(number) for number in range(50)])


def health(channel):
    stub = health_pb2_grpc.HealthStub(channel)
    status = health_pb2.HealthCheckResponse.ServingStatus
    see("health", status.Name(stub.Check(health_pb2.HealthCheckRequest()).status))
    see("health of an unknown service", code(lambda: stub.Check(health_pb2.HealthCheckRequest(service="absent"))))
    see("watch of an unknown service", status.Name(next(stub.Watch(health_pb2.HealthCheckRequest(service="absent"))).status))


def ask(channel, version, **question):
    method = channel.stream_stream(
        f"/grpc.reflection.{version}.ServerReflection/ServerReflectionInfo",
        reflection_pb2.ServerReflectionRequest.SerializeToString,
        reflection_pb2.ServerReflectionResponse.FromString,
    )
    return next(method(iter([reflection_pb2.ServerReflectionRequest(**question)])))


def reflection(channel):
    for version in ("v1", "v1alpha"):
        listed = ask(channel, version, list_services="").list_services_response.service
        see(f"services by {version}", " ".join(service.name for service in listed))
    for symbol in (f"{ECHO}.Say", "risksignals.rpc.tests.EchoRequest.text", "grpc.health.v1.HealthCheckResponse.SERVING"):
        found = ask(channel, "v1", file_containing_symbol=symbol).file_descriptor_response.file_descriptor_proto
        see(symbol, descriptor_pb2.FileDescriptorProto.FromString(found[0]).name)
    absent = ask(channel, "v1", file_containing_symbol="no.such.Symbol").error_response
    see("unknown symbol", absent.error_code)
    see("unknown file", ask(channel, "v1", file_by_filename="absent.proto").error_response.error_code)
    see("call by reflection alone", dynamic_call(channel))


def dynamic_call(channel):
    """Builds the messages from what reflection tells, as a generic client does."""
    pool = descriptor_pool.DescriptorPool()
    for file in ask(channel, "v1", file_by_filename="echo.proto").file_descriptor_response.file_descriptor_proto:
        pool.AddSerializedFile(file)
    method = pool.FindServiceByName(ECHO).FindMethodByName("Say")
    factory = message_factory.MessageFactory(pool)
    request, reply = factory.GetPrototype(method.input_type), factory.GetPrototype(method.output_type)
    call = channel.unary_unary(f"/{ECHO}/Say", request.SerializeToString, reply.FromString)
    return call(request(text="dynamic")).text


with grpc.insecure_channel(H2C) as channel:
    basics(channel)
    failures(channel)
    conversation(channel)
    health(channel)
    reflection(channel)

with open(CERTIFICATE, "rb") as pem:
    credentials = grpc.ssl_channel_credentials(pem.read())
with grpc.secure_channel(TLS, credentials) as channel:
    see("say over TLS", echo_pb2_grpc.EchoStub(channel).Say(Request(text="sealed")).text)
