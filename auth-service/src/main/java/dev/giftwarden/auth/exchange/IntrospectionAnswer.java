package dev.giftwarden.auth.exchange;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.token.TokenClaims;
import dev.giftwarden.auth.v1.Confirmation;
import dev.giftwarden.auth.v1.IntrospectionResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

/// What is said of a token to the service that it is for: member by member what the introspection
/// endpoint says to its holder.
final class IntrospectionAnswer {
  static final IntrospectionResponse INACTIVE = IntrospectionResponse.getDefaultInstance();

  private IntrospectionAnswer() {}

  static IntrospectionResponse of(TokenClaims token) {
    var answer =
        IntrospectionResponse.newBuilder()
            .setActive(true)
            .setScope(Scope.join(token.scopes()))
            .setClientId(token.clientId())
            .setTokenType(TokenClaims.BEARER)
            .setExp(token.expiresAt().getEpochSecond())
            .setIat(token.issuedAt().getEpochSecond())
            .setSub(token.subject().text())
            .setAud(token.audience().text())
            .setIss(token.issuer())
            .setJti(token.tokenId());
    token
        .boundTo()
        .ifPresent(certificate ->
            answer.setCnf(Confirmation.newBuilder().setX5TS256(certificate.value())));
    return answer.build();
  }

  /// Of no text at all nothing can be said, and that tells nothing of any token.
  static StatusRuntimeException noToken() {
    var fault =
        BadRequest.FieldViolation.newBuilder().setField("token").setDescription("is missing");
    return StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(Code.INVALID_ARGUMENT_VALUE)
            .setMessage("token is missing")
            .addDetails(Any.pack(BadRequest.newBuilder().addFieldViolations(fault).build()))
            .build());
  }

  static StatusRuntimeException refused(Refusal reason) {
    var status = reason == Refusal.RATE ? Status.RESOURCE_EXHAUSTED : Status.UNAVAILABLE;
    return status.withDescription(reason.publicFace().slug()).asRuntimeException();
  }
}
