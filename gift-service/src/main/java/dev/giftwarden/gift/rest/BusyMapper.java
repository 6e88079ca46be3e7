package dev.giftwarden.gift.rest;

import dev.giftwarden.audit.client.outbox.AuditBusyException;
import dev.giftwarden.auth.client.problem.Problem;
import dev.giftwarden.auth.client.problem.ProblemType;
import dev.giftwarden.gift.tenant.DatabaseException;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// What will pass is said to pass: the audit record cannot be written, or the database is away.
public class BusyMapper {

  private static final Logger LOG = Logger.getLogger(BusyMapper.class);

  @ServerExceptionMapper
  public Response map(AuditBusyException e) {
    return busy(e);
  }

  @ServerExceptionMapper
  public Response map(DatabaseException e) {
    if (e.willPass()) {
      return busy(e);
    }
    LOG.error("A request failed.", e);
    return Problem.of(ProblemType.INTERNAL_ERROR).response();
  }

  private static Response busy(RuntimeException e) {
    LOG.warnf("A request has to wait: %s", e.getMessage());
    return Problem.of(ProblemType.BUSY).response();
  }
}
