"""Serves a part of the echo service with Python's gRPC, prints its port, and stops when its input ends."""

import sys
import threading
from concurrent import futures

import grpc

import echo_pb2
import echo_pb2_grpc


class Echo(echo_pb2_grpc.EchoServicer):
    def Say(self, request, context):
        return echo_pb2.EchoReply(text=request.text, number=request.count, payload=request.payload)

    def Repeat(self, request, context):
        for number in range(1, request.count + 1):
            yield echo_pb2.EchoReply(text=request.text, number=number)

    def RepeatThenFail(self, request, context):
        yield from self.Repeat(request, context)
        context.abort(grpc.StatusCode.ABORTED, request.text)

    def Fail(self, request, context):
        context.abort(grpc.StatusCode.FAILED_PRECONDITION, request.text)

    def Wait(self, request, context):
        ended = threading.Event()
        context.add_callback(ended.set)
        ended.wait()

    def Describe(self, request, context):
        metadata = dict(context.invocation_metadata())
        return echo_pb2.CallDescription(
            time_left_ms=int(context.time_remaining() * 1000),
            metadata_text=metadata["x-text"],
            metadata_bytes=metadata["x-data-bin"],
        )


server = grpc.server(futures.ThreadPoolExecutor(max_workers=8))
echo_pb2_grpc.add_EchoServicer_to_server(Echo(), server)
print(server.add_insecure_port("127.0.0.1:0"), flush=True)
server.start()
sys.stdin.read()
server.stop(None)
