package io.github.diffusionelites.exported;

import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;

/** Signatures that mention types of {@code java.util.zip} in every place; what is not seen mentions them too. */
public class Api {

    public CRC32 field = new CRC32();
    protected CRC32 inherited = new CRC32();
    CRC32 ours = new CRC32();

    public Api(CRC32 argument) {}

    Api(CRC32 argument, int other) {}

    public void array(CRC32[][] argument) {}

    public void generic(Map<String, List<? extends CRC32>> argument) {}

    public CRC32 returned() {
        return field;
    }

    public void thrown() throws DataFormatException {}

    public <T extends CRC32> void bound() {}

    void notSeen(CRC32 argument) {}

    /** Not seen either. */
    static class Hidden {
        public void notSeen(CRC32 argument) {}
    }
}
