package dev.giftwarden.auth.wiring;

import dev.giftwarden.audit.client.outbox.AuditBusyException;
import dev.giftwarden.auth.client.problem.Problem;
import dev.giftwarden.auth.client.problem.ProblemType;
import jakarta.ws.rs.core.Response;
import org.hibernate.exception.JDBCConnectionException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// What will pass is said to pass: the log cannot be written, or the database does not answer.
public class BusyMapper {
  private static final Logger LOG = Logger.getLogger(BusyMapper.class);

  @ServerExceptionMapper
  public Response map(AuditBusyException e) {
    return busy(e);
  }

  @ServerExceptionMapper
  public Response map(JDBCConnectionException e) {
    return busy(e);
  }

  private static Response busy(RuntimeException e) {
    LOG.warnf("A request has to wait: %s", e.getMessage());
    return Problem.of(ProblemType.BUSY).response();
  }
}
