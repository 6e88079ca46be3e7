package dev.giftwarden.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.database.testing.FreePorts;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  void allPortsMoveTogether() {
    Ports moved = Ports.from(18441);

    assertThat(moved.of(Service.AUTH)).isEqualTo(new Ports.Of(18441, 19441, 18451));
    assertThat(moved.of(Service.AUDIT)).isEqualTo(new Ports.Of(18443, 19443, 18453));
    assertThat(moved.database()).isEqualTo(18445);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 443, 64_534, 70_000})
  void aBaseWithoutRoomIsRefused(int base) {
    assertThatThrownBy(() -> Ports.from(base)).isInstanceOf(Failure.class);
  }

  @Test
  void theLastRoomThereIsWillDo() {
    assertThat(Ports.from(64_533).of(Service.AUDIT).grpc()).isEqualTo(65_535);
  }

  @Test
  void aPortInUseIsOneLineThatSaysWhichAndForWhat() throws Exception {
    Ports ports = Ports.of(FreePorts.find(11));
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
