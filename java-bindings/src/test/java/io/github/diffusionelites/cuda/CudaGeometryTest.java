package io.github.diffusionelites.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.conformance.GenerationDigest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How work is shared out to threads, blocks and graphs is seen in no bit. */
@ExtendWith(OnEmulator.class)
class CudaGeometryTest {

    /** Two of them break a generation into graphs of few nodes. */
    private static final List<String> GEOMETRIES =
            List.of("256,65536,8192", "32,65536,8192", "32,1,8192", "64,2,8192", "96,3,12", "192,5,1");

    @AfterEach
    void forget() {
        System.clearProperty(Geometry.PROPERTY);
    }

    @ParameterizedTest
    @EnumSource(value = Precision.class, names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
    void shouldGiveOneDigestUnderSixGeometries(Precision precision) {
        Set<String> digests = new LinkedHashSet<>();
        for (String geometry : GEOMETRIES) {
            System.setProperty(Geometry.PROPERTY, geometry);
            try (Device device = EmulatedDevice.open(CudaBinding.FFM)) {
                digests.add(GenerationDigest.of(device, precision, 17, 2));
            }
        }
        assertThat(digests).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"8192,1", "4,3", "1,6"})
    void shouldBeginAnotherGraphWhereOneIsFull(int nodes, int graphs) {
        System.setProperty(Geometry.PROPERTY, "256,65536," + nodes);
        try (Device device = EmulatedDevice.open(CudaBinding.FFM);
                TinySearch search = new TinySearch(device);
                Program program = search.compile(new PlanOptions(7, 2))) {
            int before = EmulatorControls.calls("cuGraphLaunch");
            program.run(1, 0);
            // Six chunks of two launches.
            assertThat(EmulatorControls.calls("cuGraphLaunch") - before).isEqualTo(graphs);
        }
    }

    @Test
    void shouldKeepThreadsOfKernelsThatFixThem() {
        Launch fixed = Launch.ofBlocks("covariance", 100, 256, 16, new Arguments());
        assertThat(fixed.in(new Geometry(32, 7, 1)))
                .isEqualTo(new Launch("covariance", Launch.Sharing.BLOCKS, 7, 256, 1, 16, fixed.arguments()));
    }

    @ParameterizedTest
    @CsvSource({"32,65536", "96,3", "256,1"})
    void shouldLeaveNoItemWithoutAThread(int threads, long blocks) {
        Geometry geometry = new Geometry(threads, blocks, 1);
        Launch items = Launch.ofItems("score", 1000, new Arguments()).in(geometry);
        assertThat(items.blocks()).isEqualTo(Math.min(blocks, Math.ceilDiv(1024, threads)));
        assertThat(items.across()).isEqualTo(threads);
        Launch rows = Launch.ofRows("affine", 100, 24, new Arguments()).in(geometry);
        assertThat(rows.across()).isEqualTo(32);
        assertThat(rows.down()).isEqualTo(threads / 32);
        assertThat(rows.blocks()).isEqualTo(Math.min(blocks, Math.ceilDiv(104, threads / 32)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "256", "256,1,1,1", "many,1,1", "33,1,1", "512,1,1", "32,0,1", "32,1,0"})
    void shouldRefuseWhatIsNoGeometry(String text) {
        System.setProperty(Geometry.PROPERTY, text);
        assertThatThrownBy(Geometry::chosen).isInstanceOf(IllegalArgumentException.class);
    }
}
