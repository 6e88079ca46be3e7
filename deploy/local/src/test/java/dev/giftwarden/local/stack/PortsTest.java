package dev.giftwarden.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.database.testing.FreePorts;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {

  @Test
  void standardPortsAreThoseOfTheDesign() {
    Ports ports = Ports.standard();

    assertThat(ports.of(Service.AUTH)).isEqualTo(new Ports.Of(8441, 9441, 8451));
    assertThat(ports.of(Service.GIFT)).isEqualTo(new Ports.Of(8442, 9442, 8452));
    assertThat(ports.of(Service.AUDIT)).isEqualTo(new Ports.Of(8443, 9443, 8453));
    assertThat(ports.database()).isEqualTo(8445);
  }

  @Test
  void aPortInUseIsOneLineThatSaysWhichAndForWhat() throws Exception {
    Ports ports = Ports.of(FreePorts.find(10));
    assertThatCode(ports::requireFree).doesNotThrowAnyException();
    int taken = ports.of(Service.GIFT).grpc();

    try (ServerSocket _ = new ServerSocket(taken, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(ports::requireFree)
          .isInstanceOf(Failure.class)
          .hasMessage(
              "port %1$d is in use, and gift-service needs it: stop what listens there (lsof -i :%1$d)",
              taken);
    }
  }
}
