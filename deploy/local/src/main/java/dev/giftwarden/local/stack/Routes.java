package dev.giftwarden.local.stack;

/// By which ports of localhost one process reaches the others: straight, or through something in
/// between that passes the bytes on, as a Kubernetes Service does. TLS ends in the services all the
/// same.
///
/// @param database of PostgreSQL
/// @param auth the internal port of auth
/// @param audit the internal port of audit
public record Routes(int database, int auth, int audit) {

  public static Routes straight(Ports ports) {
    return new Routes(
        ports.database(), ports.of(Service.AUTH).grpc(), ports.of(Service.AUDIT).grpc());
  }

  public Routes withDatabase(int port) {
    return new Routes(port, auth, audit);
  }
}
