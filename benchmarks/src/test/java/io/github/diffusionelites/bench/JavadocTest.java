package io.github.diffusionelites.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * Everything public says what it is, and public records explain each component. That comments are well formed, and
 * refer to what exists, is checked where the sources are compiled.
 */
class JavadocTest {

    private static final Path ROOT = Path.of(System.getProperty("elites.root"));

    @Test
    void shouldExplainEverythingPublic() throws Exception {
        List<Path> sources = new ArrayList<>();
        for (String module : List.of(
                "java-bindings",
                "optimizer/core",
                "optimizer/parquet",
                "optimizer/cli",
                "optimizer/training",
                "benchmarks")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                sources.addAll(
                        files.filter(file -> file.toString().endsWith(".java")).toList());
            }
        }
        assertThat(sources).as("sources").hasSizeGreaterThan(200);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
            Gaps gaps = new Gaps(DocTrees.instance(task));
            for (CompilationUnitTree unit : task.parse()) {
                gaps.scan(unit, null);
            }
            assertThat(gaps.seen).as("public declarations").isGreaterThan(500);
            assertThat(gaps.found)
                    .as("public declarations that are not explained")
                    .isEmpty();
        }
    }

    /** Collects what has no comment. Types that nobody outside can reach are left out. */
    private static final class Gaps extends TreePathScanner<Void, Void> {

        private final DocTrees docs;
        private final List<String> found = new ArrayList<>();
        private int seen;

        Gaps(DocTrees docs) {
            this.docs = docs;
        }

        @Override
        public Void visitClass(ClassTree type, Void none) {
            if (!isPublic(type.getModifiers())) {
                return null;
            }
            DocCommentTree comment = requireComment("type " + type.getSimpleName());
            if (type.getKind() == Tree.Kind.RECORD && comment != null) {
                requireComponents(type, comment);
            }
            return super.visitClass(type, none);
        }

        @Override
        public Void visitMethod(MethodTree method, Void none) {
            boolean overrides = method.getModifiers().getAnnotations().stream()
                    .anyMatch(annotation ->
                            annotation.getAnnotationType().toString().equals("Override"));
            if (isPublic(method.getModifiers()) && !overrides && isWritten(method)) {
                requireComment("method " + method.getName());
            }
            return null;
        }

        @Override
        public Void visitVariable(VariableTree field, Void none) {
            boolean component = !field.getModifiers().getFlags().contains(Modifier.STATIC);
            if (isPublic(field.getModifiers()) && !component) {
                requireComment("field " + field.getName());
            }
            return null;
        }

        private void requireComponents(ClassTree type, DocCommentTree comment) {
            Set<String> explained = comment.getBlockTags().stream()
                    .filter(tag -> tag.getKind() == DocTree.Kind.PARAM)
                    .map(tag -> ((ParamTree) tag).getName().toString())
                    .collect(Collectors.toSet());
            type.getMembers().stream()
                    .filter(VariableTree.class::isInstance)
                    .map(VariableTree.class::cast)
                    .filter(field -> !field.getModifiers().getFlags().contains(Modifier.STATIC))
                    .filter(field -> !explained.contains(field.getName().toString()))
                    .forEach(field -> found.add(place("component " + field.getName())));
        }

        private DocCommentTree requireComment(String what) {
            seen++;
            DocCommentTree comment = docs.getDocCommentTree(getCurrentPath());
            if (comment == null || comment.getFullBody().isEmpty()) {
                found.add(place(what));
            }
            return comment;
        }

        /** The constructor that the compiler adds to a class without one has no place in the source. */
        private boolean isWritten(MethodTree method) {
            CompilationUnitTree unit = getCurrentPath().getCompilationUnit();
            return docs.getSourcePositions().getEndPosition(unit, method) >= 0;
        }

        private boolean isPublic(ModifiersTree modifiers) {
            TreePath around = getCurrentPath().getParentPath();
            boolean inInterface = around.getLeaf() instanceof ClassTree outer && outer.getKind() == Tree.Kind.INTERFACE;
            return (inInterface && !modifiers.getFlags().contains(Modifier.PRIVATE))
                    || modifiers.getFlags().contains(Modifier.PUBLIC)
                    || modifiers.getFlags().contains(Modifier.PROTECTED);
        }

        private String place(String what) {
            return what + " of "
                    + ROOT.relativize(Path.of(getCurrentPath()
                            .getCompilationUnit()
                            .getSourceFile()
                            .toUri()));
        }
    }
}
