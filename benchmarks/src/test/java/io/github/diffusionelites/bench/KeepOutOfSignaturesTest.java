package io.github.diffusionelites.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.members;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.github.diffusionelites.exported.Api;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rule about signatures finds each place in which a type can stand, and nothing that others do not see. */
class KeepOutOfSignaturesTest {

    @Test
    void shouldFindATypeWhereverItStands() {
        ArchRule rule = members().should(new KeepOutOfSignatures("java.util.zip"));
        List<String> found = rule.evaluate(new ClassFileImporter().importPackagesOf(Api.class))
                .getFailureReport()
                .getDetails();
        assertThat(found).allMatch(each -> each.contains("java.util.zip"));
        for (String place : List.of(
                ".field ", ".inherited ", "<init>(", ".array(", ".generic(", ".returned(", ".thrown(", ".bound(")) {
            assertThat(found).as(place).anyMatch(each -> (each + " ").contains(place));
        }
        assertThat(found).hasSize(8);
    }
}
