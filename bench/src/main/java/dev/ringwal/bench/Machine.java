package dev.ringwal.bench;

/** Where figures come from, as far as it can be told. */
record Machine(String java, int processors, String fileSystem) {

    static Machine here(Workspace workspace) {
        return new Machine(Runtime.version() + ", " + System.getProperty("java.vm.name"),
                Runtime.getRuntime().availableProcessors(), workspace.fileSystem());
    }

    @Override
    public String toString() {
        return "Java " + java + "; " + processors + (processors == 1 ? " processor" : " processors") + "; " + fileSystem;
    }
}
