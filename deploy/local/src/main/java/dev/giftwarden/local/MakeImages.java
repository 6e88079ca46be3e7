package dev.giftwarden.local;

import dev.giftwarden.local.image.Images;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "images",
    header = "Makes what the JVM images of the three services hold.",
    description =
        "Packages the services, links a Java runtime for each, trains the virtual machine's"
            + " ahead-of-time cache by running the whole story, and leaves the result in"
            + " *-service/target/image, which deploy/kubernetes/images/jvm.Dockerfile copies.")
final class MakeImages extends Helpful implements Callable<Integer> {

  @Override
  public Integer call() {
    InstantSource clock = InstantSource.system();
    Steps steps = new Steps(System.out, clock, Local.BUILT, Local.BUILT + Images.STEPS);
    try {
      new Images(Local.project(), clock, steps).make();
    } catch (RuntimeException e) {
      steps.breakOff();
      throw e;
    }
    System.out.printf(
        "%nNext: docker build -f deploy/kubernetes/images/jvm.Dockerfile"
            + " -t giftwarden/auth:local auth-service, and gift, and audit%n");
    return 0;
  }
}
